"""A wrong row to the smallest edit that mends it, proved."""

from bnderive.diagnose.mending.search import Mending, mended

__all__ = ["Mending", "mended"]
