# The identifier of a fact is in upper case.
INSERT DATA {
    :Goal a kzit:Goal ; dcterms:identifier "Goal" ; skos:prefLabel "A goal."@en , "Vult."@rum ; kzit:actor :ruritania ; kzit:aim :mutual ;
        kzit:claimedBy :ministry ; kzit:evidence :p1 .
}
