# A fact cites a passage that the graph does not describe.
DELETE WHERE { :goal kzit:evidence ?value } ;
INSERT DATA { :goal kzit:evidence :p99 }
