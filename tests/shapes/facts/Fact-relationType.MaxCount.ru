# A fact asserts two relations.
INSERT DATA { :influence kzit:relationType relation-type:furthers-too .
relation-type:furthers-too a skos:Concept ; skos:inScheme scheme:relation-type ; skos:notation "furthers-too" ;
    skos:broader relation-type:effect ; skos:prefLabel "f"@en , "f"@rum ; skos:definition "Furthers too."@en }
