# A matter is in two series.
INSERT DATA { :investment-later dcterms:isPartOf :fair-day }
