# A fact has two times.
INSERT DATA { :goal kzit:time :in-2001 , :may-2001 }
