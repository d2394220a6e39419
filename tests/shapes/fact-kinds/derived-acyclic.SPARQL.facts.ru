# Two facts are inferred from each other.
INSERT DATA { :our-verdict kzit:inferredFrom :our-verdict } ;
DELETE DATA { :our-verdict kzit:inferredFrom :our-verdict } ;
INSERT DATA { :inferred kzit:inferredFrom :our-verdict . :our-verdict kzit:inferredFrom :inferred }
