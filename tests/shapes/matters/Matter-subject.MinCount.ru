# A matter asks of nothing.
DELETE WHERE { :fair-day dcterms:subject ?value }
