"""An edited formula to edits of the author's text: what is not edited stays as it is written, byte for byte."""

from bnderive.amending.amender import Amender

__all__ = ["Amender"]
