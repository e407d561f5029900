"""A wrong row to the smallest edit that mends it, proved."""

from bnderive.diagnose.mending.search import Mender, Mending

__all__ = ["Mender", "Mending"]
