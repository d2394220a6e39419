# An anniversary is of two events.
INSERT DATA { :jubilee kzit:anniversaryOf :jubilee }
