# A kzit:valued is not described.
INSERT DATA { :assessment kzit:valued :nowhere }
