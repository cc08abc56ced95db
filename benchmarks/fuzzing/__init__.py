"""Mutated mail: what hostile or broken peers send, and how long it takes to read."""
