# A fact that need not say its relation says one of another scheme.
INSERT DATA { :goal kzit:relationType hedge:about }
