# An inferred fact is put into the mouth of somebody else.
DELETE WHERE { :inferred kzit:claimedBy ?value } ;
INSERT DATA { :inferred kzit:claimedBy :ministry }
