"""A profile in, a drawing of claimed against true values along the batch out. Told apart by shape as by colour.

Coordinates are computed from exact numbers, so that they are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bnderive.records import dataclass
from bnderive.report import Profile
from bnderive.reports.markup import Element, element

LEFT, TOP, HEIGHT, STEP, LEGEND = 56, 14, 110, 46, 24
DOT, RADIUS = 7, 5
LONGEST, NARROWEST = 7, 210


@dataclass(frozen=True, slots=True)
class Scale:
    """Heights of values: the highest at the top, and zero always within."""

    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, values: Sequence[Fraction]) -> Scale:
        return cls(min(Fraction(0), *values), max(Fraction(0), *values))

    def y(self, value: Fraction) -> Fraction:
        return TOP + HEIGHT * (self.high - value) / ((self.high - self.low) or 1)


def plot(profile: Profile) -> Element:
    """A dot for what is true and a cross for what is claimed at every place, with a line from one to the other."""
    scale = Scale.of((*profile.claimed, *profile.true))
    right = LEFT + STEP * len(profile.places)
    width, height = max(right + 8, NARROWEST), TOP + HEIGHT + 32 + LEGEND
    return element(
        "svg",
        element("title", "what is claimed and what is true, along the batch of the counterexample"),
        _line(Fraction(LEFT), Fraction(right), scale.y(Fraction(0)), scale.y(Fraction(0)), "axis"),
        *(_tick(value, scale.y(value)) for value in sorted({scale.low, Fraction(0), scale.high})),
        *_marks(profile, scale),
        *_legend(Fraction(TOP + HEIGHT + 44)),
        class_="plot",
        viewBox=f"0 0 {width} {height}",
        width=str(width),
        height=str(height),
        role="img",
    )


def _marks(profile: Profile, scale: Scale) -> Iterator[Element]:
    for k, (place, claimed, true) in enumerate(zip(profile.places, profile.claimed, profile.true, strict=True)):
        x, name = Fraction(LEFT + STEP * k + STEP // 2), f"{profile.index} = {place}"
        title = element("title", f"{name}: claimed {number(claimed)}, true {number(true)}")
        gap = _line(x, x, scale.y(claimed), scale.y(true), "gap")
        yield element("g", title, gap, _dot(x, scale.y(true)), _cross(x, scale.y(claimed)))
        yield _text(x, Fraction(TOP + HEIGHT + 20), name, "middle")


def number(value: Fraction) -> str:
    """As a fraction where that is short, else as a decimal.

    >>> number(Fraction(-2, 3)), number(Fraction(1000003, 3000000))
    ('−2/3', '0.3333')
    """
    text = str(value) if len(str(value)) <= LONGEST else f"{float(value):.4g}"
    return text.replace("-", "−")


def _at(value: Fraction) -> str:
    """A coordinate, to a tenth of a pixel."""
    tenths = round(value * 10)
    return (
        str(tenths // 10) if tenths % 10 == 0 else f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"
    )


def _text(x: Fraction, y: Fraction, text: str, anchor: str) -> Element:
    return element("text", text, x=_at(x), y=_at(y), text_anchor=anchor)


def _tick(value: Fraction, y: Fraction) -> Element:
    return _text(Fraction(LEFT - 8), y + 4, number(value), "end")


def _dot(x: Fraction, y: Fraction) -> Element:
    return element("circle", cx=_at(x), cy=_at(y), r=str(DOT), class_="true")


def _cross(x: Fraction, y: Fraction) -> Element:
    a, b, c, d = _at(x - RADIUS), _at(y - RADIUS), _at(x + RADIUS), _at(y + RADIUS)
    return element("path", d=f"M{a} {b}L{c} {d}M{a} {d}L{c} {b}", class_="claimed")


def _line(x1: Fraction, x2: Fraction, y1: Fraction, y2: Fraction, kind: str) -> Element:
    return element("line", x1=_at(x1), x2=_at(x2), y1=_at(y1), y2=_at(y2), class_=kind)


def _legend(y: Fraction) -> Iterator[Element]:
    yield from (_dot(Fraction(LEFT), y), _text(Fraction(LEFT + 12), y + 4, "true", "start"))
    yield from (_cross(Fraction(LEFT + 70), y), _text(Fraction(LEFT + 82), y + 4, "claimed", "start"))
