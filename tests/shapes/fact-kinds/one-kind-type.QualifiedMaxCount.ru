# A fact is of two kinds.
INSERT DATA { :goal a kzit:Occurrence ; kzit:event :fair ; kzit:status status:planned }
