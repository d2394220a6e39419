# A matter is part of an event.
DELETE WHERE { :investment-later dcterms:isPartOf ?value } ;
INSERT DATA { :investment-later dcterms:isPartOf :fair }
