# The English name of the treaty is a formula that asks a stranger's server for a page.
DELETE WHERE { :treaty skos:prefLabel "Treaty"@en } ;
INSERT DATA { :treaty skos:prefLabel "=WEBSERVICE(\"http://127.0.0.1/\")"@en }
