# A measurement gives no sum.
DELETE WHERE { :measurement kzit:amount ?value }
