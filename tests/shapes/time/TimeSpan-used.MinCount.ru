# No fact has a time span.
DELETE WHERE { :assessment kzit:asOf ?value }
