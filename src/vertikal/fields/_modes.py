"""Codes of the categorical fields."""

from enum import IntEnum

__all__ = ["Mode", "Origin", "Stage", "Vote"]


class Mode(IntEnum):
    """How the head of a unit is selected."""

    APPOINTED = 0
    INDIRECT = 1
    """Chosen by an assembly, or appointed with its consent."""
    FILTERED = 2
    """Elected by residents among candidates who passed a filter."""
    OPEN = 3
    """Elected by residents; whoever enters is on the ballot."""


class Origin(IntEnum):
    """Where a head comes from. All but `OUTSIDER` are insiders."""

    OFFICIAL = 0
    PARTY = 1
    FORMER_HEAD = 2
    OUTSIDER = 3


class Stage(IntEnum):
    """How far the election of a tier's heads has come."""

    IDLE = 0
    PILOT = 1
    ROLLOUT = 2
    STALLED = 3
    ROLLED_BACK = 4


class Vote(IntEnum):
    """Kinds of national vote."""

    PRESIDENT = 0
    PARLIAMENT = 1
    REFERENDUM = 2
