"""What pages say about a build beside its data: its files, classes, questions and answers."""
