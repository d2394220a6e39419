# A figure has no bounds.
DELETE WHERE { :measurement-later schema:minValue ?value }
