"""Conventions: the entries of a document with its own shorthands written as others write them."""

from bnderive.conventions.conventional import conventional

__all__ = ["conventional"]
