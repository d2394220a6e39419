# An identifier of another dataset is text.
INSERT DATA { :capital schema:sameAs "http://www.wikidata.org/entity/Q2" }
