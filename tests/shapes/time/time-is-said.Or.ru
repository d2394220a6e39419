# A time span says no time.
DELETE WHERE { :for-ten-years kzit:statedAs ?value }
