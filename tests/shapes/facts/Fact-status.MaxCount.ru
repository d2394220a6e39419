# An event took place and was planned.
INSERT DATA { :inferred kzit:status status:planned }
