# No fact answers a matter.
INSERT DATA { :other a kzit:Matter ; dcterms:type slot:day ; dcterms:subject :fair }
