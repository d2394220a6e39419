# The dataset has two base IRIs.
INSERT DATA { :dataset void:uriSpace "https://example.com/" }
