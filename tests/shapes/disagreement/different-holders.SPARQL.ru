# Two persons hold one post on one day.
DELETE WHERE { :office-again kzit:actor ?value } ;
DELETE WHERE { :office kzit:matter ?value } ;
INSERT DATA { :office kzit:matter :post-holder . :office-again kzit:actor :rival . :rival a prov:Person , prov:Agent , schema:Person ;
    skos:prefLabel "Rupert"@en , "Rupert"@rum }
