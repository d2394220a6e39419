# A keyword has no language tag.
DELETE WHERE { :dataset dcat:keyword ?value } ;
INSERT DATA { :dataset dcat:keyword "diplomacy" }
