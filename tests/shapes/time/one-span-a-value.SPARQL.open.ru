# Two spans are the ten years from one day on.
DELETE WHERE { :for-ten-years kzit:latest ?value } ;
INSERT DATA { :for-ten-years kzit:earliest "2001-01-01"^^xsd:date .
    :also-ten-years a kzit:TimeSpan ; kzit:statedAs "P10Y"^^xsd:duration ; kzit:earliest "2001-01-01"^^xsd:date .
    :goal kzit:within :also-ten-years }
