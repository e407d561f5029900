"""A profile in, a drawing of claimed against true values along the batch out. Told apart by shape as by colour.

Coordinates are computed from exact numbers, so that they are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bnderive.report import Profile
from bnderive.reports.markup import Element, element

LEFT, TOP, HEIGHT, STEP, LEGEND = 56, 14, 110, 46, 24
RADIUS = 5
LONGEST = 7


def plot(profile: Profile) -> Element:
    """A dot for what is true and a cross for what is claimed at every place, with a line from one to the other."""
    low = min(Fraction(0), *profile.claimed, *profile.true)
    high = max(Fraction(0), *profile.claimed, *profile.true)
    height = max(high - low, Fraction(1, 10**6))

    def y(value: Fraction) -> Fraction:
        return TOP + HEIGHT * (high - value) / height

    right = LEFT + STEP * len(profile.places)
    marks: list[Element] = [
        element("line", x1=str(LEFT), x2=str(right), y1=_at(y(Fraction(0))), y2=_at(y(Fraction(0))), class_="axis")
    ]
    marks += [_tick(value, y(value)) for value in sorted({low, Fraction(0), high})]
    for k, place in enumerate(profile.places):
        x = Fraction(LEFT + STEP * k + STEP // 2)
        marks += _pair(
            x,
            y(profile.claimed[k]),
            y(profile.true[k]),
            f"{profile.index} = {place}: claimed {number(profile.claimed[k])}, true {number(profile.true[k])}",
        )
        marks.append(_text(x, Fraction(TOP + HEIGHT + 20), f"{profile.index} = {place}", "middle"))
    width, total = max(right + 8, 210), TOP + HEIGHT + 32 + LEGEND
    marks += _legend(Fraction(TOP + HEIGHT + 44))
    title = element("title", "what is claimed and what is true, along the batch of the counterexample")
    return element(
        "svg",
        title,
        *marks,
        class_="plot",
        viewBox=f"0 0 {width} {total}",
        width=str(width),
        height=str(total),
        role="img",
    )


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
    return element("circle", cx=_at(x), cy=_at(y), r=str(RADIUS), class_="true")


def _cross(x: Fraction, y: Fraction) -> Element:
    a, b, c, d = _at(x - RADIUS), _at(y - RADIUS), _at(x + RADIUS), _at(y + RADIUS)
    return element("path", d=f"M{a} {b}L{c} {d}M{a} {d}L{c} {b}", class_="claimed")


def _pair(x: Fraction, claimed: Fraction, true: Fraction, title: str) -> Iterator[Element]:
    gap = element("line", x1=_at(x), x2=_at(x), y1=_at(claimed), y2=_at(true), class_="gap")
    yield element("g", element("title", title), gap, _dot(x, true), _cross(x, claimed))


def _legend(y: Fraction) -> Iterator[Element]:
    yield from (_dot(Fraction(LEFT), y), _text(Fraction(LEFT + 12), y + 4, "true", "start"))
    yield from (_cross(Fraction(LEFT + 70), y), _text(Fraction(LEFT + 82), y + 4, "claimed", "start"))
