"""Elaboration: a row in its environment to a claim with its admissible readings."""

from bnderive.elaborate.claims import Alternative, Claim, Environment, Supposition, elaborate
from bnderive.elaborate.readings import readings
from bnderive.elaborate.values import at_values
from bnderive.elaborate.views import Views, unclear_outputs

__all__ = [
    "Alternative",
    "Claim",
    "Environment",
    "Supposition",
    "Views",
    "at_values",
    "elaborate",
    "readings",
    "unclear_outputs",
]
