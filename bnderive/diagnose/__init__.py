"""What is said about a verdict: the truth beside it, the counterexample, the conditions, what it follows from."""

from bnderive.diagnose.causes import Consequence, consequences
from bnderive.diagnose.explain import explain

__all__ = ["Consequence", "consequences", "explain"]
