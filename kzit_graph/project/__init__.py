"""A project folder: its layout, graphs, vocabulary, shapes, dataset and questions."""
