# Another name has no language tag.
INSERT DATA { :signed kzit:namedAs "Treaty"@en . :treaty skos:altLabel "Treaty" } ;
DELETE DATA { :signed kzit:namedAs "Treaty"@en } ;
DELETE WHERE { :treaty skos:altLabel ?value } ;
INSERT DATA { :treaty skos:altLabel "Great Treaty" }
