# The place is not described.
INSERT DATA { :goal kzit:place :nowhere }
