# A fact concerns itself.
INSERT DATA { :assessment kzit:concerns :assessment }
