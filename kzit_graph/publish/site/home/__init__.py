"""The pages by which readers enter: the home page, and the lists of things by class."""
