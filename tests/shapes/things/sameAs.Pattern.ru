# The page of an entity stands for the entity.
INSERT DATA { :capital schema:sameAs <https://www.wikidata.org/wiki/Q2> }
