"""Closed forms: the truth in the author's symbols."""

from bnderive.closed_form.closed_form import ClosedForms

__all__ = ["ClosedForms"]
