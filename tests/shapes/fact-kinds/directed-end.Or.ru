# A directed relation leads nowhere.
DELETE WHERE { :directed kzit:counterpart ?value }
