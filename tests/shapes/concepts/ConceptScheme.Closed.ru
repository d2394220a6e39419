# A scheme has a stray property.
INSERT DATA { scheme:trend skos:altLabel "tendency"@en }
