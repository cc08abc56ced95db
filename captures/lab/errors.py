"""What may fail in the lab, said in one sentence."""


class LabError(Exception):
    """A program, a server or a client of the lab did not do what its scenario needs."""
