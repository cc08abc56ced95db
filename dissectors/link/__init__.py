"""Headers of the link layer, each a Layout."""
