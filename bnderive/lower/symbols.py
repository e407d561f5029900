"""Names to symbols: which array or scalar, which element of it, and what is no symbol at all (sizes, e^x, δ_ij)."""

from __future__ import annotations

from bnderive.errors import NotUnderstood
from bnderive.lower.context import Context, Scope, quote
from bnderive.lower.vocabulary import Remark, Vocabulary
from bnderive.survey.names import NameUse, stem_of
from bnderive.syntax import nodes as s
from bnderive.terms import ONE, Delta, Fun, Index, Size, Sym, Term, sqrt, sub

INDICATORS = frozenset({"1", "\\mathbb{1}", "I"})
KRONECKERS = frozenset({"\\delta", "1", "I"})


class Symbols(Context):
    """How the uses of names are read."""

    __slots__ = ()

    def named(self, use: NameUse, node: s.Node, scope: Scope) -> Term:
        special = self.special(use, node, scope)
        if special is not None:
            return special
        term = self.symbol(use, node, scope)
        return term if use.power is None else self.raised(term, use.power, scope)

    def special(self, use: NameUse, node: s.Node, scope: Scope) -> Term | None:
        """Sizes, e^x, δ_ij: names that are no symbols."""
        known = self.vocabulary.arity
        if use.name in self.vocabulary.sizes and use.name not in known:
            size = self.size(use.name, node)
            return size if use.power is None else self.raised(size, use.power, scope)
        if use.name == "e" and use.power is not None and "e" not in known:
            return Fun("exp", self.term(use.power, scope))
        if (
            use.name in KRONECKERS
            and len(use.indices) == 2
            and not (self.is_given(use.name) and known.get(use.name) == 2)
        ):
            left, right = (self.index(i, scope, node) for i in use.indices)
            kronecker = self.kronecker(left, right, node)
            return kronecker if use.power is None else self.raised(kronecker, use.power, scope)
        return None

    def size(self, letter: str, node: s.Node) -> Size:
        axis = self.vocabulary.survey.axes.size(letter)
        if axis is None:
            raise self.unmeasured(f"the size {letter}", node)
        return Size(axis)

    def is_given(self, name: str) -> bool:
        """Whether the document defines a name, or differentiates by it."""
        survey = self.vocabulary.survey
        return name in survey.defined | survey.differentiated

    def symbol(self, use: NameUse, node: s.Node, scope: Scope) -> Term:
        name = use.name
        expected = self.vocabulary.arity.get(name)
        if expected is None:
            other = self.root_of_square(use, node, scope) or self.without_prime(use, node, scope)
            if other is not None:
                return other
            if not self.vocabulary.open:
                raise self.undefined(use, node)
        if expected and not use.indices:
            return Sym(name, self.left_out(use, node, scope))
        if expected is not None and len(use.indices) != expected:
            raise self.wrong_arity(use, expected, node)
        return Sym(name, self.over_its_axes(name, use.indices, scope, node))

    def root_of_square(self, use: NameUse, node: s.Node, scope: Scope) -> Term | None:
        """σ where only σ² is a name: its non-negative root."""
        square = f"{use.name}^{{2}}"
        if square not in self.vocabulary.arity:
            return None
        self.remarks.append(Remark(f"${use.name}$ is the non-negative root of ${square}$"))
        return sqrt(self.symbol(NameUse(square, use.indices), node, scope))

    def without_prime(self, use: NameUse, node: s.Node, scope: Scope) -> Term | None:
        """x̂′ where only x̂ is a name: the prime marks a result of the author's, not another quantity."""
        plain = use.name.rstrip("'")
        if plain == use.name or plain not in self.vocabulary.arity:
            return None
        self.remarks.append(Remark(f"${use.name}$ is defined nowhere and is read as ${plain}$"))
        return self.symbol(NameUse(plain, use.indices), node, scope)

    def left_out(self, use: NameUse, node: s.Node, scope: Scope) -> tuple[Index, ...]:
        """An index left out: the row's own, elementwise; inside a sum the summed one is the other reading."""
        if use.name in self.links:
            return (self.links[use.name],)
        shape = self.vocabulary.survey.axes.shape(use.name, self.vocabulary.arity[use.name])
        if len(shape) > 1 and (whole := self.whole_element(use, shape, scope)) is not None:
            return whole
        bound = [index for index in dict.fromkeys(scope.values()) if index.axis == shape[0]]
        options = [*bound[-1:], *(index for index in self.here if index.axis == shape[0])]
        if not options or len(shape) != 1:
            raise NotUnderstood(
                "BN213",
                "missing-index",
                f"{quote(node)} is an array; which element is meant? Write its index.",
                node.span,
            )
        index = self.pick(("index", node.span), tuple(options), f"{quote(node)} takes another index than is usual")
        text = f"${use.name}$ without an index is read elementwise, as ${use.name}_{{{index.name}}}$"
        self.remarks.append(Remark(text))
        return (index,)

    def whole_element(self, use: NameUse, shape: tuple[str, ...], scope: Scope) -> tuple[Index, ...] | None:
        """All indices left out: the row's own, where it has just one for each axis and no Σ binds another."""
        own = [tuple(index for index in self.here if index.axis == axis) for axis in shape]
        if any(len(found) != 1 for found in own) or len(set(shape)) < len(shape):
            return None
        if any(index.axis in shape for index in scope.values()):
            return None
        indices = tuple(found[0] for found in own)
        letters = "".join(index.name for index in indices)
        self.remarks.append(
            Remark(f"${use.name}$ without its indices is read elementwise, as ${use.name}_{{{letters}}}$")
        )
        return indices

    def undefined(self, use: NameUse, node: s.Node) -> NotUnderstood:
        near = nearest(use.name, self.vocabulary)
        hint = f" Did you mean ${near}$?" if near else self.where_to_define(use)
        return NotUnderstood(
            "BN211", "undefined-name", f"{quote(node)} is used but nothing defines it.{hint}", node.span
        )

    def where_to_define(self, use: NameUse) -> str:
        """What would help with a name that nothing defines, or why the layer that was given did not."""
        given = self.vocabulary.survey.told.layer
        if given is None:
            return " Define it, for instance in a row of its own, or say which layer is meant: --layer NAME."
        if stem_of(use.name) not in given.stems:
            return f" The layer {given.name} has no such name."
        return f" The layer {given.name} has it, but what the document defines does not say how it fits that layer."

    def wrong_arity(self, use: NameUse, expected: int, node: s.Node) -> NotUnderstood:
        has, wants = len(use.indices), expected
        carried = f"{has} {'index' if has == 1 else 'indices'}"
        text = f"{quote(node)} carries {carried}, but {use.name} is defined with {wants or 'none'}"
        return NotUnderstood("BN215", "index-count", text, node.span)

    def kronecker(self, left: Index, right: Index, node: s.Node) -> Term:
        if left.axis != right.axis:
            raise self.clash(f"{left.name} or {right.name}", node)
        return ONE if left == right else Delta(left, right)

    def indicator(self, row: s.Node, scope: Scope, node: s.Node) -> Term:
        """[i = j] or [i ≠ j] as a term; δ(i, j) too."""
        match row:
            case s.Listing((s.Identifier(a), s.Identifier(b))) if {
                a,
                b,
            } <= self.vocabulary.survey.spelling.index_letters:
                return self.kronecker(self.index(a, scope, node), self.index(b, scope, node), node)
            case s.Row(sides=(s.Identifier(a), s.Identifier(b)), relations=("=" | "\\ne" as relation,)):
                equal = self.kronecker(self.index(a, scope, node), self.index(b, scope, node), node)
                return equal if relation == "=" else sub(ONE, equal)
        raise self.unknown(node, "an equation inside brackets")


def nearest(name: str, vocabulary: Vocabulary) -> str | None:
    from difflib import get_close_matches

    found = get_close_matches(name, sorted(vocabulary.arity), n=1, cutoff=0.5)
    return found[0] if found else None
