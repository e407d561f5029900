"""Configuration: the comments of a document and its project's pyproject.toml come in, settings and requests go out.

One grammar serves both and every format. Nothing here knows what a formula means or whether it is true.
"""

from __future__ import annotations

from bnderive.configuration.comments import Comments, read_comments
from bnderive.configuration.model import Expectation, Expected, Hint, Suppression
from bnderive.configuration.project import configured

__all__ = [
    "Comments",
    "Expectation",
    "Expected",
    "Hint",
    "Suppression",
    "configured",
    "read_comments",
]
