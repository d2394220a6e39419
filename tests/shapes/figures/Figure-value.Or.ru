# A figure is a floating-point number.
DELETE WHERE { :measurement-later schema:value ?value } ;
INSERT DATA { :measurement-later schema:value 6e6 }
