# The publisher is an event.
INSERT DATA { :dataset dcterms:publisher :fair }
