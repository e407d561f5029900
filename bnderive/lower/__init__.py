"""Lowering: a syntax tree and the names of the document in, a term out."""

from bnderive.lower.choices import Choices, combinations
from bnderive.lower.lower import lower
from bnderive.lower.products import is_indicator
from bnderive.lower.sides import lower_sides, lower_vector, with_letters
from bnderive.lower.vocabulary import Lowered, Remark, Vocabulary

__all__ = [
    "Choices",
    "Lowered",
    "Remark",
    "Vocabulary",
    "combinations",
    "is_indicator",
    "lower",
    "lower_sides",
    "lower_vector",
    "with_letters",
]
