# Two spans are the three years since one day.
INSERT DATA { :three-years a kzit:TimeSpan ; kzit:statedAs "P3Y"^^xsd:duration ; kzit:earliest "2001-01-01"^^xsd:date .
    :also-three-years a kzit:TimeSpan ; kzit:statedAs "P3Y"^^xsd:duration ; kzit:earliest "2001-01-01"^^xsd:date .
    :goal kzit:within :three-years , :also-three-years }
