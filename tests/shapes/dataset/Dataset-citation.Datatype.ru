# A citation has no language tag.
DELETE WHERE { :dataset dcterms:bibliographicCitation ?value } ;
INSERT DATA { :dataset dcterms:bibliographicCitation "Publisher." }
