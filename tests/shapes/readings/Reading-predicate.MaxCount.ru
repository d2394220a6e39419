# A reading has two properties.
INSERT DATA { :occurrence kzit:object :capital . :reading rdf:predicate kzit:object }
