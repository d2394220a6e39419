# A name has no language tag.
INSERT DATA { :signed kzit:namedAs "Treaty" }
