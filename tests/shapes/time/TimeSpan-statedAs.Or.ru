# A length of time is stated in words.
DELETE WHERE { :for-ten-years kzit:statedAs ?value } ;
INSERT DATA { :for-ten-years kzit:statedAs "ten years"^^xsd:duration }
