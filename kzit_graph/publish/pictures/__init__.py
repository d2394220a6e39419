"""Draws pictures as SVG: from values to markup, without RDF. The pages decide what is shown; the style sheet decides its colours."""
