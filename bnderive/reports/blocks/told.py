"""What has been said on the page of one document, so that nothing long is said twice."""

from __future__ import annotations

from dataclasses import field

from bnderive.records import dataclass
from bnderive.spots import Spot


@dataclass(frozen=True, slots=True)
class Told:
    """Where each thing was first said, by the kind of thing and its text."""

    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)

    def first(self, kind: str, text: str, spot: Spot) -> Spot:
        """Where this was first said; here if it was not said before."""
        return self.spots.setdefault((kind, text), spot)
