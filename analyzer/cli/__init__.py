"""The command line: a module a command; each is imported when it is chosen, and the engine when a capture is opened."""
