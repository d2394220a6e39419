"""A project folder read: its layout, store, vocabulary, shapes, dataset and questions."""
