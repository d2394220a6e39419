# Two passages are one range.
DELETE WHERE { :p1 oa:hasSource ?value } ;
INSERT DATA { :p1 oa:hasSource :chronicle . :p1-range oa:start 5 ; oa:end 20 } ;
DELETE DATA { :p1-range oa:start 0 ; oa:end 10 }
