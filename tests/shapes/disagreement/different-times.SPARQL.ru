# Two sources give one event different times.
DELETE WHERE { :may-2001 ?property ?value } ;
DELETE WHERE { :occurrence-again kzit:time ?value } ;
INSERT DATA { :occurrence-again kzit:time :in-1999 .
:in-1999 a kzit:TimeSpan ; kzit:statedAs "1999"^^xsd:gYear ; kzit:earliest "1999-01-01"^^xsd:date ;
    kzit:latest "1999-12-31"^^xsd:date ; kzit:temporalMode temporal-mode:within }
