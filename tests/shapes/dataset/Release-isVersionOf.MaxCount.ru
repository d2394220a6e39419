# The release is one of two datasets.
INSERT { :other ?property ?value . <https://example.org/id/dataset/0.9.0> dcat:isVersionOf :other }
WHERE { :dataset ?property ?value . FILTER (?property NOT IN (dcat:hasVersion, dcat:hasCurrentVersion)) }
