# Two sources give one investment different sums.
DELETE WHERE { :five-million-again schema:value ?value } ;
INSERT DATA { :five-million-again schema:value 6000000 }
