# What a source says is claimed by the publisher.
DELETE WHERE { :directed kzit:claimedBy ?value } ;
INSERT DATA { :directed kzit:claimedBy :publisher }
