# The dataset has two licences.
INSERT DATA { :dataset dcterms:license <https://example.org/licence> }
