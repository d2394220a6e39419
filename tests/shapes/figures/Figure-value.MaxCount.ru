# A measurement gives two figures.
INSERT DATA { :measurement-later schema:value 6000001 }
