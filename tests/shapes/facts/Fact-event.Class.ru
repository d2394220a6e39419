# The event is a treaty.
INSERT DATA { :rank kzit:event :treaty }
