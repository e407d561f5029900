"""Proved closed forms as code: formulas of a standard layer or a document, written for a library of arrays."""
