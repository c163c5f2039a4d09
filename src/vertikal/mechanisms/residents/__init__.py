"""Mechanisms in which every adult is somebody: the same theories, phases and parameters.

A file here has the name of the theory whose residents it takes one by one, and shares its
parameters, its phase and all that it says of places. What it adds is who.
"""

from vertikal.mechanisms.residents._initial import initial as initial

__all__ = ["NAMES", "initial"]

NAMES = (
    "habits_wear_off",
    "activism_cascades",
    "residents_vote_nationally",
    "residents_choose_heads",
    "voting_forms_habit",
    "counts_move_trust",
)
"""Theories that are about residents one by one; all others are about places and offices."""
