# A time span has two modes.
INSERT DATA { :in-2001 kzit:temporalMode temporal-mode:up-to }
