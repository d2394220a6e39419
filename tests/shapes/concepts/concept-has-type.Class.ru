# The type of a concept was forgotten.
INSERT DATA { trend:other skos:notation "other" }
