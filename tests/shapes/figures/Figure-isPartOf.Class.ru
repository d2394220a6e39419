# A figure is part of an event.
INSERT DATA { :growth dcterms:isPartOf :fair }
