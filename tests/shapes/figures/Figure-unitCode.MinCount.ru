# A figure has no unit.
DELETE WHERE { :half schema:unitCode ?value }
