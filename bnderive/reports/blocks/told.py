"""What has been said on the page of one document, so that nothing long is said twice."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Told:
    """The line that each thing was first said of, by the kind of thing and its text."""

    lines: dict[tuple[str, str], int] = field(default_factory=dict)

    def first(self, kind: str, text: str, line: int) -> int:
        """The line that this was first said of; this one if it was not said before."""
        return self.lines.setdefault((kind, text), line)
