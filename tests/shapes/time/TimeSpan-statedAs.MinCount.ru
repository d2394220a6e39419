# A time span says not which.
DELETE WHERE { :for-ten-years kzit:statedAs ?value }
