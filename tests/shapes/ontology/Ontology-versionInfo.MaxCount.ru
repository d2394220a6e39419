# The ontology has two of owl:versionInfo.
INSERT DATA { :vocabulary owl:versionInfo "2" }
