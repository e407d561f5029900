"""Deciding: canonical form, zero test, and the two verdicts that only this package can issue."""
