"""What a document's short names for gradients and differentials stand for: dgamma, \\bar{x}_i, dx_i."""

from bnderive.shorthand.shorthand import Spelled, spelled_out

__all__ = ["Spelled", "spelled_out"]
