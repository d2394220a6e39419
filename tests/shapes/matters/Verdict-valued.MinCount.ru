# A verdict is on nothing.
DELETE WHERE { :our-verdict kzit:valued ?value }
