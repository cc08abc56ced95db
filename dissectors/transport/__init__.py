"""Headers of the transport layer, each a Layout."""
