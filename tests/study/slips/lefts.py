"""A left side that names another derivative than the right side is."""

from __future__ import annotations

from collections.abc import Iterator

from tests.study.sites import Edits, Site, Spot
from tests.study.slips.names import other_derivatives


def other_derivative(site: Site, spot: Spot) -> Iterator[Edits]:
    """∂L/∂y_i before what is ∂L/∂x_i; in rows that nothing continues. The spot is the first side that may change."""
    if site.own_head is not None and not spot.around and spot.node is site.sides[0]:
        for edit in other_derivatives(site, site.own_head):
            yield (edit,)
