# A time span has no days.
DELETE WHERE { :for-ten-years kzit:latest ?value }
