# A premise is not described.
INSERT DATA { :inferred kzit:inferredFrom :nowhere }
