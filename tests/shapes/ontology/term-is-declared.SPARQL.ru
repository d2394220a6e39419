# A class is placed under one whose name is misspelt.
INSERT DATA { :Term rdfs:subClassOf <https://example.org/voc#Trem> }
