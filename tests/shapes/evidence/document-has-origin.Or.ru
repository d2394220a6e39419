# Nobody made the document.
DELETE WHERE { :chronicle schema:publisher ?value }
