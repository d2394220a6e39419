# Two spans are one year.
INSERT DATA { :also-2001 a kzit:TimeSpan ; kzit:statedAs "2001"^^xsd:gYear ; kzit:earliest "2001-01-01"^^xsd:date ; kzit:latest "2001-12-31"^^xsd:date .
    :goal kzit:within :also-2001 }
