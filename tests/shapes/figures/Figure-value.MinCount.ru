# A measurement gives no figure.
DELETE WHERE { :measurement-later schema:value ?value }
