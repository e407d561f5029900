"""A wrong row to the smallest edit that mends it, proved."""

from bnderive.diagnose.mending.repeated import repeated
from bnderive.diagnose.mending.said import said
from bnderive.diagnose.mending.search import Mender, Mending, Searched, cost

__all__ = ["Mender", "Mending", "Searched", "cost", "repeated", "said"]
