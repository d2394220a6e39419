# A document has two days.
INSERT DATA { :gazette kzit:within :in-2001 }
