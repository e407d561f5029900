"""One edit at a time: every node of a side as its author may have meant it, with the values that the side then has.

Two edits are found by what each has to be worth beside the other, and not by trying every pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import combinations

from bnderive.diagnose.mending.scopes import Scope
from bnderive.diagnose.mending.values import (
    INVERSE,
    MINUS,
    Part,
    Values,
    Valuing,
    product_of,
    raised,
    scaled,
    sum_of,
)
from bnderive.place import Place
from bnderive.records import dataclass
from bnderive.repairs import Repair
from bnderive.survey.names import read_name
from bnderive.syntax.nodes import Node, Scripted, Shorthand
from bnderive.syntax.shapes import children, rewritten, walk

MAX_VARIANTS = 4000
MAX_PAIRS_IN_A_SUM = 1500


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """Another node in the place of one, and the faults that it mends."""

    old: Node
    new: Node
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """Some edits below a node, and the values of the node with them."""

    edits: tuple[Edit, ...]
    values: Values


@dataclass(slots=True)
class Proposals:
    """The edits that some faults propose, the same ones however often and in whatever reading a node is looked at."""

    faults: Sequence[Repair]
    known: dict[tuple[int, tuple[str, ...]], tuple[Node, tuple[Edit, ...]]] = field(default_factory=dict)
    made: dict[tuple[int, int], tuple[Node, Edit, Node]] = field(default_factory=dict)

    def of(self, node: Node, place: Place) -> tuple[Edit, ...]:
        """The edits of a node at its place; places differ in what the sums around them bind, and in nothing else."""
        key = (id(node), place.bound)
        if key not in self.known:
            edits = (Edit(node, new, (fault,)) for fault in self.faults for new in fault.edits(node, place))
            self.known[key] = node, tuple(edits)
        return self.known[key][1]

    def put(self, node: Node, edit: Edit) -> Node:
        """A node with an edit of a part of it."""
        key = (id(node), id(edit))
        if key not in self.made:
            self.made[key] = node, edit, put(node, edit.old, edit.new)
        return self.made[key][2]


@dataclass(slots=True)
class Variants:
    """The variants of the nodes of one side. `is_cut` where there were more than are looked at."""

    valuing: Valuing
    proposals: Proposals
    own: dict[tuple[int, int], tuple[Variant, ...]] = field(default_factory=dict)
    found: dict[tuple[int, int], tuple[Variant, ...]] = field(default_factory=dict)
    kept: list[Node] = field(default_factory=list)
    count: int = 0

    @property
    def is_cut(self) -> bool:
        return self.count > MAX_VARIANTS

    def of(self, node: Node, scope: Scope, place: Place) -> tuple[Variant, ...]:
        """Every variant of a node by one edit of it, or of what is below it."""
        key = (id(node), id(scope))
        if key not in self.found:
            self.kept.append(node)
            part = self.valuing.part(node, scope)
            below = self.below(part, place) if part is not None else self.within(node, scope, place)
            self.found[key] = (*self.at(node, scope, place), *below)
        return self.found[key]

    def at(self, node: Node, scope: Scope, place: Place) -> tuple[Variant, ...]:
        """The variants by an edit of the node itself."""
        key = (id(node), id(scope))
        if key not in self.own:
            self.kept.append(node)
            found = [self.valued(edit, edit.new, scope) for edit in self.proposals.of(node, place)]
            self.own[key] = tuple(variant for variant in found if variant.values)
        return self.own[key]

    def valued(self, edit: Edit, node: Node, scope: Scope) -> Variant:
        """The variant in which a node has an edit; without values where it is not understood, or is one too many."""
        self.count += 1
        return Variant((edit,), () if self.is_cut else self.valuing(node, scope) or ())

    def below(self, part: Part, place: Place) -> Iterator[Variant]:
        """The variants of a node that is made of others, by an edit of one of them; of that which has no values, if
        there is one.
        """
        values = [self.valuing(child, scope) or () for child, scope in zip(part.children, part.scopes, strict=True)]
        unknown = [k for k, value in enumerate(values) if not value]
        for k in range(len(values)) if not unknown else unknown if len(unknown) == 1 else ():
            for variant in self.of(part.children[k], part.scopes[k], inner_place(place, part.scopes[k])):
                made = self.valuing.made(part, (*values[:k], variant.values, *values[k + 1 :]))
                if made is not None:
                    yield Variant(variant.edits, made)

    def within(self, node: Node, scope: Scope, place: Place) -> Iterator[Variant]:
        """The variants of a node that is valued as a whole, by an edit of what stands within it."""
        if read_name(node, place.spelling) is not None:
            return
        for part in parts_below(node, place):
            for edit in self.proposals.of(part, place):
                variant = self.valued(edit, self.proposals.put(node, edit), scope)
                if variant.values:
                    yield variant

    def values(self, part: Part) -> tuple[Values, ...] | None:
        """The values of the children of a node."""
        found = [self.valuing(child, scope) for child, scope in zip(part.children, part.scopes, strict=True)]
        known = tuple(value for value in found if value is not None)
        return known if len(known) == len(found) else None

    # -- two edits

    def pairs(self, node: Node, scope: Scope, place: Place, wanted: Values) -> Iterator[Variant]:
        """Every variant of a node by two edits that has the values that are wanted."""
        yield from self.one_after_another(node, scope, place, wanted)
        part = self.valuing.part(node, scope)
        values = self.values(part) if part is not None else None
        if part is None or values is None or self.is_cut:
            return
        yield from self.beside(part, values, place, wanted)
        for k, child in enumerate(part.children):
            inner = inner_place(place, part.scopes[k])
            if part.undo is None:
                found = [*self.together(node, scope, place, wanted)]
                yield from found or self.in_a_sum(part, child, part.scopes[k], inner, wanted)
            elif (needed := self.valuing.needed(part, values, k, wanted)) is not None:
                yield from self.pairs(child, part.scopes[k], inner, needed)

    def one_after_another(self, node: Node, scope: Scope, place: Place, wanted: Values) -> Iterator[Variant]:
        """An edit of the node, and then one of what it has become, or of a part that it has kept. Where an edit groups
        the node anew every second one is tried, else only those whose changes come to what is wanted.
        """
        now = self.valuing(node, scope)
        whole = self.of(node, scope, place) if now is not None else ()
        for first in self.at(node, scope, place):
            (edit,) = first.edits
            if edit.repairs[0].regroups or isinstance(node, Scripted):
                part = self.valuing.part(edit.new, scope)
                later = list(self.at(edit.new, scope, place))
                later += self.below(part, place) if part is not None and self.values(part) is not None else ()
            else:
                partners = partners_of(first, whole, now or (), wanted)
                later = [found for other in partners for found in self.after(edit, other.edits[0], scope, place)]
            for second in later:
                if second.values == wanted and not self.is_cut:
                    yield Variant((composed(edit, second.edits[0]),), wanted)

    def after(self, first: Edit, second: Edit, scope: Scope, place: Place) -> Iterator[Variant]:
        """The variants of what the first edit made by the second, or by one of its kind where both are of one node."""
        if second.old is first.old:
            yield from (v for v in self.at(first.new, scope, place) if v.edits[0].repairs == second.repairs)
        elif any(node is second.old for node in walk(first.new)):
            yield self.valued(second, put(first.new, second.old, second.new), scope)

    def beside(self, part: Part, values: tuple[Values, ...], place: Place, wanted: Values) -> Iterator[Variant]:
        """An edit of one child, and one of another."""
        if part.undo is None:
            return
        places = [inner_place(place, scope) for scope in part.scopes]
        lists = [self.of(*child) for child in zip(part.children, part.scopes, places, strict=True)]
        for a, b in combinations(range(len(lists)), 2):
            table: dict[Values, list[Variant]] = {}
            for variant in lists[b]:
                table.setdefault(variant.values, []).append(variant)
            for first in lists[a]:
                changed = (*values[:a], first.values, *values[a + 1 :])
                needed = self.valuing.needed(part, changed, b, wanted)
                for second in table.get(needed, ()) if needed is not None else ():
                    yield Variant((*first.edits, *second.edits), wanted)

    def together(self, node: Node, scope: Scope, place: Place, wanted: Values) -> Iterator[Variant]:
        """Two edits anywhere below a node whose changes come to what is wanted, as factors or as terms."""
        now, whole = self.valuing(node, scope), self.of(node, scope, place)
        for k, first in enumerate(whole):
            for second in partners_of(first, whole[k + 1 :], now or (), wanted):
                (one,), (other,) = first.edits, second.edits
                changed = put(put(node, one.old, one.new), other.old, other.new)
                if one.old is not other.old and self.valuing(changed, scope) == wanted:
                    yield Variant((one, other), wanted)

    def in_a_sum(self, part: Part, child: Node, scope: Scope, place: Place, wanted: Values) -> Iterator[Variant]:
        """Two edits of parts of what a Σ sums; what each has to be worth is not told by the sum."""
        inner = self.valuing.part(child, scope)
        values = self.values(inner) if inner is not None else None
        if inner is None or values is None:
            return
        lists = [self.of(c, s, inner_place(place, s)) for c, s in zip(inner.children, inner.scopes, strict=True)]
        for tried, (first, second, both) in enumerate(self.both_of(inner, values, lists)):
            if tried >= MAX_PAIRS_IN_A_SUM:
                return
            if both is not None and self.valuing.made(part, (both,)) == wanted:
                yield Variant((*first.edits, *second.edits), wanted)

    def both_of(
        self, part: Part, values: tuple[Values, ...], lists: Sequence[Sequence[Variant]]
    ) -> Iterator[tuple[Variant, Variant, Values | None]]:
        for a, b in combinations(range(len(lists)), 2):
            for first in lists[a]:
                changed = (*values[:a], first.values, *values[a + 1 :])
                for second in lists[b]:
                    both = (*changed[:b], second.values, *changed[b + 1 :])
                    yield first, second, self.valuing.made(part, both)


def partners_of(first: Variant, others: Sequence[Variant], now: Values, wanted: Values) -> Iterator[Variant]:
    """The variants whose change, with that of the first, comes to what is wanted: as factors, or as terms."""
    factor = product_of(product_of(wanted, now), raised(first.values, INVERSE))
    term = sum_of(sum_of(wanted, now), scaled(first.values, MINUS))
    return (other for other in others if other.values in (factor, term) and other.edits != first.edits)


def inner_place(place: Place, scope: Scope) -> Place:
    """The place inside a scope."""
    added = tuple(letter for letter in scope.letters if letter not in place.bound)
    return place.within(added) if added else place


def composed(first: Edit, second: Edit) -> Edit:
    """Two edits, one of what the other made, as one."""
    return Edit(first.old, put(first.new, second.old, second.new), (*first.repairs, *second.repairs))


def put(node: Node, old: Node, new: Node) -> Node:
    """A tree with one very node of it another."""
    return rewritten(node, lambda part: new if part is old else part)


def put_all(node: Node, edits: Sequence[Edit]) -> Node:
    """A tree with some edits made."""
    for edit in edits:
        node = put(node, edit.old, edit.new)
    return node


def parts_below(node: Node, place: Place) -> Iterator[Node]:
    """What stands within a node, down to the names."""
    for child in () if isinstance(node, Shorthand) else children(node):
        yield child
        if read_name(child, place.spelling) is None:
            yield from parts_below(child, place)
