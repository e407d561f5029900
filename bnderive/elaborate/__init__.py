"""Elaboration: a row in its environment to a claim with its admissible readings."""

from bnderive.elaborate.claims import Alternative, Claim, Environment, Supposition, elaborate
from bnderive.elaborate.readings import readings

__all__ = ["Alternative", "Claim", "Environment", "Supposition", "elaborate", "readings"]
