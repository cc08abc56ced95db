"""Models: what lists and trees ask of the columns of an analysis; no widgets, no object a row."""
