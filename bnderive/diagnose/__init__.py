"""What is said about a verdict: the truth beside it, the counterexample, the conditions."""

from bnderive.diagnose.explain import explain

__all__ = ["explain"]
