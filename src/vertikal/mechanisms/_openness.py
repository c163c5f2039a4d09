"""Where openness is counted from: shared by mechanisms in which an open regime differs in kind."""

__all__ = ["CLOSED"]

CLOSED = 0.24
"""Electoral democracy (V-Dem scale) of a closed regime, a unit of account: Kazakhstan's."""
