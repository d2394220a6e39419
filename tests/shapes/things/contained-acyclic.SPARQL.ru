# A country lies in its own capital.
INSERT DATA { :borduria schema:containedInPlace :capital }
