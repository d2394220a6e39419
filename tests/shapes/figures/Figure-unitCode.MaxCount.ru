# A figure has two units.
INSERT DATA { :half schema:unitCode unit:EUR }
