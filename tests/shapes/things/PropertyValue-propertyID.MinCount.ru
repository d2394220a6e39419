# An identifier has no schema:propertyID.
DELETE WHERE { :ruritania-code schema:propertyID ?value }
