# A goal has an amount.
INSERT DATA { :goal kzit:amount :five-million }
