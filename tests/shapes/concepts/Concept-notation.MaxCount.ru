# A concept has two notations.
INSERT DATA { trend:expanding skos:notation "growing" }
