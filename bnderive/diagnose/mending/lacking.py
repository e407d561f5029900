"""The terms that a side lacks: terms of other rows that make up for its difference from the head, else the closed form
of that difference, and the ways of the chain rule.

A side and its head come in; each sum of the side that may be longer goes out, with the terms that it may lack.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnderive.closed_form import ClosedForms
from bnderive.closed_form.closed_form import length
from bnderive.diagnose.chain_rule import chain_rule
from bnderive.diagnose.mending.company import Company
from bnderive.diagnose.mending.scopes import Scope
from bnderive.diagnose.mending.values import INVERSE, MINUS, Values, Valuing, alike, product_of, raised, scaled, sum_of
from bnderive.elaborate.echo import syntax
from bnderive.errors import Misfit, NotUnderstood
from bnderive.place import Place
from bnderive.records import dataclass
from bnderive.survey.derivatives import Derivative, read_derivative
from bnderive.syntax import print_latex
from bnderive.syntax.building import inside, terms_of
from bnderive.syntax.nodes import Addition, Braced, Bracketed, Negative, Node, Product
from bnderive.syntax.shapes import walk
from bnderive.terms import Add, Partial, Sym, Term, add, mul, num, power, rebuild
from bnderive.terms import walk as term_walk

MAX_TERMS = 2
MAX_LONG = 12  # terms of a sum that lacks some
MAX_KNOWN = 60
MAX_TRUTH = 400  # nodes of the closed form of a head
FLIPPED = {"+": "-", "-": "+"}

Terms = tuple[tuple[str, Node], ...]
Site = tuple[Node, tuple[Node, ...]]
"""A sum, and what it is multiplied by."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a side lacks of a head, whose values at the cells of a scope are `wanted`."""

    head: Term
    wanted: Values
    valuing: Valuing
    scope: Scope
    forms: ClosedForms
    place: Place

    def of(self, side: Node, company: Company) -> Iterator[tuple[Node, Terms]]:
        """The sums in a side, each with terms of other rows, or of the chain rule, that may make it right."""
        ways = tuple(self.by_chain_rule(side))
        known = tuple(self.known(company.terms, side)) if not ways else ()
        yield from ways
        yield from ((site[0], terms) for site in sites(side) if known for terms in self.borrowed(site, known))

    # -- terms of other rows

    def known(self, others: Sequence[Node], side: Node) -> Iterator[tuple[Node, Values]]:
        """Those of some terms that mean something here, each once, with their values; those with a link of a chain rule
        only where the side has one.
        """
        has_links = any(self.differentiated(side))
        terms = (term for written in others for term in self.here(written))
        found = dict.fromkeys(term for term in terms if has_links or not any(self.differentiated(term)))
        for term in list(found)[:MAX_KNOWN]:
            values = self.valuing(term, self.scope)
            if values is not None and None not in values and any(values):
                yield term, values

    def here(self, term: Node) -> Iterator[Node]:
        """A term without its sign, under the index of the head."""
        body = term.body if isinstance(term, Negative | Braced) else term
        yield body
        for old in self.place.letters(body) if len(self.place.free) == 1 else ():
            if old not in self.place.free and not set(self.place.free) & set(self.place.letters(body)):
                yield self.place.renamed(body, old, self.place.free[0])

    def borrowed(self, site: Site, known: Sequence[tuple[Node, Values]]) -> Iterator[Terms]:
        """One or two terms that make up for what a sum lacks."""
        needed = self.needed(site)
        if needed is None or None in needed:
            return
        signed = [((sign, term), v if sign == "+" else scaled(v, MINUS)) for term, v in known for sign in FLIPPED]
        by_value: dict[Values, tuple[str, Node]] = {}
        for term, values in signed:
            by_value.setdefault(values, term)
        if needed in by_value:
            yield (by_value[needed],)
            return
        for term, values in signed:
            other = by_value.get(sum_of(needed, scaled(values, MINUS)))
            if other is not None and other[1] != term[1]:
                yield term, other

    def needed(self, site: Site) -> Values | None:
        """What a sum lacks, as values."""
        whole, others = site
        now, wanted = self.valuing(whole, self.scope), self.wanted
        for factor in others:
            values = self.valuing(factor, self.scope)
            if values is None:
                return None
            wanted = product_of(wanted, raised(values, INVERSE))
        return sum_of(wanted, scaled(now, MINUS)) if now is not None else None

    # -- the closed form

    def by_difference(self, side: Node) -> Iterator[tuple[Node, Terms]]:
        """The sums in a side, each with its difference from what it has to be worth; none where the truth is unknown or
        long, since no difference is shorter then, or it takes too much work to find.
        """
        truth = self.forms.of(self.head)
        if truth is None or sum(1 for _ in term_walk(truth)) > MAX_TRUTH:
            return
        for whole, others in sites(side):
            if len(terms_of(whole)) > MAX_LONG:
                continue  # what makes up for so many is no shorter than the truth
            try:
                wanted = mul(self.head, *(power(self.term(other), -1) for other in others))
                lacking = self.forms.of(add(wanted, mul(num(-1), self.term(whole))))
            except (NotUnderstood, Misfit, RecursionError):
                continue
            if lacking is not None and lacking != num(0):
                terms = tuple(map(without_sign, terms_of(syntax(lacking, self.forms.symbols))))
                is_right = is_plain(terms) and not self.takes_back(terms, whole) and self.is_short(terms)
                if len(terms) <= MAX_TERMS and is_right:
                    yield whole, terms

    def term(self, node: Node) -> Term:
        return self.valuing.read(self.valuing.lowering.term(node, {}))

    def is_short(self, terms: Terms) -> bool:
        """Whether terms are shorter than the whole truth."""
        truth = self.forms.of(self.head)
        limit = length(print_latex(syntax(truth, self.forms.symbols)))[0] if truth is not None else 0
        return sum(length(print_latex(term))[0] for _, term in terms) < limit

    def takes_back(self, terms: Terms, whole: Node) -> bool:
        """Whether some terms are worth what one of a sum is, with the other sign, as they stand or in brackets."""
        own = [values for term in terms_of(whole) if (values := self.signed_values(*term)) is not None]
        added = (self.signed_values(*part) for term in terms for part in opened(*term))
        return any(alike(values, scaled(known, MINUS)) for values in added for known in own)

    def signed_values(self, sign: str, node: Node) -> Values | None:
        values = self.valuing(node, self.scope)
        return values if sign == "+" or values is None else scaled(values, MINUS)

    # -- the chain rule

    def by_chain_rule(self, side: Node) -> Iterator[tuple[Node, Terms]]:
        """The ways from the head, where the side is written as some of them: ∂L/∂v ∂v/∂x, or the latter worked out."""
        names = set(self.differentiated(side))
        found = chain_rule(self.head, self.forms.graph) if names else None
        needed = self.needed((side, ()))
        for way in found.terms if isinstance(found, Add) and needed is not None else ():
            if alike(self.valuing.of_term(self.valuing.read(way), self.scope), needed or ()):
                written = [syntax(way, self.forms.symbols)] if names - {self.place.loss} else self.worked_out(way)
                yield from ((side, (without_sign(("+", term)),)) for term in written)

    def differentiated(self, side: Node) -> Iterator[str]:
        """What is differentiated in a side, but for ∂L/∂y of an output."""
        for node in walk(side):
            match read_derivative(node):
                case Derivative(of=Node() as of, by=(by,)):
                    above, below = self.place.use(of), self.place.use(by)
                    if above is not None and below is not None and below.name not in self.forms.graph.outputs:
                        yield above.name

    def worked_out(self, way: Term) -> Iterator[Node]:
        """A way with the closed form of its last link."""
        links = [part for part in term_walk(way) if isinstance(part, Partial) and part.of != Sym(self.place.loss)]
        for link in links:
            form = self.forms.of(self.valuing.read(link))
            if form is not None:
                yield syntax(replaced(way, link, form), self.forms.symbols)


def sites(side: Node) -> Iterator[Site]:
    """The side, and each bracket that is a factor of it, with the other factors."""
    yield side, ()
    factors = side.factors if isinstance(side, Product) else ()
    for k, factor in enumerate(factors):
        if isinstance(factor, Bracketed) and factor.left in ("(", "["):
            yield inside(factor), (*factors[:k], *factors[k + 1 :])


def is_plain(terms: Terms) -> bool:
    """Whether no sum in some terms is longer than a deviation is."""
    sums = (part for _, term in terms for part in walk(term) if isinstance(part, Addition))
    return all(len(part.terms) <= MAX_TERMS for part in sums)


def opened(sign: str, node: Node) -> Iterator[tuple[str, Node]]:
    """The terms of a signed bracket, else what is signed."""
    for inner, term in map(without_sign, terms_of(inside(node))):
        yield (inner if sign == "+" else FLIPPED[inner]), term


def replaced(term: Term, old: Term, new: Term) -> Term:
    return new if term == old else rebuild(term, lambda part: replaced(part, old, new))


def without_sign(term: tuple[str, Node]) -> tuple[str, Node]:
    """A signed term with its minus in the sign."""
    sign, node = term
    return (FLIPPED[sign], node.body) if isinstance(node, Negative) else term
