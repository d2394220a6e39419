# A time span has no mode.
DELETE WHERE { :in-2001 kzit:temporalMode ?value }
