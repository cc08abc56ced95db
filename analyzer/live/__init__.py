"""Live capture: a process of its own takes packets from interfaces and writes them to a file, which grows.

Nothing here knows what packets mean; the analysis reads the file. numpy and Qt are never imported.
"""
