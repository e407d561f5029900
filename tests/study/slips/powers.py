"""Slips in powers and roots."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction as Rational

from bnderive.syntax.nodes import Bracketed, Fraction, Identifier, Root, Scripted
from tests.study.sites import Edit, Edits, Site, Spot, rational
from tests.study.slips.text import put

HALF = Rational(1, 2)
MISTAKEN = {
    HALF: (3 * HALF,),
    3 * HALF: (HALF,),
    -HALF: (-3 * HALF, HALF),
    -3 * HALF: (-HALF, 3 * HALF),
    Rational(3): (Rational(2),),
    Rational(-1): (Rational(-2),),
    Rational(-2): (Rational(-1),),
    Rational(4): (Rational(2),),
}


def wrong_exponent(site: Site, spot: Spot) -> Iterator[Edits]:
    """3/2 for 1/2, −1/2 for −3/2, a square lost."""
    node = spot.node
    if isinstance(node, Root) and node.degree is None:
        yield (Edit(*node.span, f"({site.text(node.radicand)})^{{3/2}}"),)
    if not isinstance(node, Scripted) or node.sup is None:
        return
    power = rational(node.sup)
    if power == 2:
        end = node.sup.span[1] + (site.latex[node.sup.span[1] : node.sup.span[1] + 1] == "}")
        yield (Edit(site.latex.rindex("^", 0, node.sup.span[0]), end, ""),)
    for other in MISTAKEN.get(power, ()) if power is not None else ():
        yield (put(site, node.sup, spelled(other, "frac" in site.text(node.sup))),)


def spelled(power: Rational, as_fraction: bool) -> str:
    if as_fraction and power.denominator > 1:
        sign = "-" if power < 0 else ""
        return f"{sign}\\frac{{{abs(power.numerator)}}}{{{power.denominator}}}"
    return str(power)


def root_twice(site: Site, spot: Spot) -> Iterator[Edits]:
    """A root of a root, or a root raised to the power of a root."""
    match spot.node:
        case Root(radicand, None):
            yield (Edit(*radicand.span, f"\\sqrt{{{site.text(radicand)}}}"),)
        case Scripted(Bracketed("(", body) as base, None, sup) if sup is not None:
            power = rational(sup)
            if power is not None and power.denominator == 2:
                yield (Edit(*base.span, f"\\sqrt{{{site.text(body)}}}"),)


def root_missing(site: Site, spot: Spot) -> Iterator[Edits]:
    """What stands under the root stands there without it."""
    node = spot.node
    if isinstance(node, Root) and node.degree is None:
        text = site.text(node.radicand)
        alone = isinstance(node.radicand, Identifier | Scripted) or isinstance(spot.parent, Fraction)
        yield (put(site, node, text if alone else f"({text})"),)
