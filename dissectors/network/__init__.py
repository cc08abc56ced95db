"""Headers of the network layer and of tunnels, each a Layout."""
