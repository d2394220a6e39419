# An anniversary is of a country.
DELETE WHERE { :jubilee kzit:anniversaryOf ?value } ;
INSERT DATA { :jubilee kzit:anniversaryOf :ruritania }
