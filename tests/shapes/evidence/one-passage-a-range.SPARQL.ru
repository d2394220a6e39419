# Two passages are one range.
DELETE WHERE { :headline-range oa:start ?start ; oa:end ?end } ;
INSERT DATA { :headline-range oa:start 5 ; oa:end 20 }
