"""A file that is no table of returns; who opened it says which file."""

__all__ = ["Unfit"]


class Unfit(ValueError):
    """A file that cannot be read as a table; the message goes on where the file's name ends."""
