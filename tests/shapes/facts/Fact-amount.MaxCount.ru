# A measurement gives two sums.
INSERT DATA { :measurement kzit:amount :five-million-again }
