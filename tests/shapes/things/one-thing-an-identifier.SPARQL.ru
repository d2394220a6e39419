# Two things are one entity of Wikidata.
INSERT DATA { :borduria schema:sameAs wd:Q1 }
