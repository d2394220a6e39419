# The thing that a fact concerns is not described.
INSERT DATA { :assessment kzit:concerns :nowhere }
