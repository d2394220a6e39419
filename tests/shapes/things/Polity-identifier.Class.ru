# The country code is bare text.
DELETE WHERE { :ruritania schema:identifier ?value } ;
INSERT DATA { :ruritania schema:identifier "XR" }
