"""A second opinion on every claim: the same check on a batch of K elements, by plain SymPy."""

from bnderive.explicit.opinions import second_opinions

__all__ = ["second_opinions"]
