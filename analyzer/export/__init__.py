"""Exports: mail stores, tables and trees in the formats that other programs read."""
