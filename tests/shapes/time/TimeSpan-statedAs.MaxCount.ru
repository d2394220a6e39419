# A time is stated in two ways.
INSERT DATA { :for-ten-years kzit:statedAs "P11Y"^^xsd:duration }
