"""What is said of a mending: the fault by its name, what stands there, and what was meant."""

from __future__ import annotations

from bnderive.diagnose.mending.search import Mending
from bnderive.diagnose.mending.variants import Edit, put
from bnderive.survey.ranges import lower_letters
from bnderive.syntax import print_latex
from bnderive.syntax.building import addition, terms_of
from bnderive.syntax.nodes import Addition, BigOperator, Node
from bnderive.syntax.shapes import children

LONGEST = 90
Terms = tuple[tuple[str, Node], ...]


def said(mending: Mending) -> str:
    """`dropped factor: $\\frac{2}{N}$ should be $\\frac{2}{N} (S_i - \\mu)$`."""
    left = mending.edits[:1] if mending.is_on_left else ()
    parts = [f"{named(edit)}: the left side should be ${print_latex(mending.head)}$" for edit in left]
    return ", and ".join([*parts, *(f"{named(edit)}: {exchanged(edit)}" for edit in mending.edits[len(left) :])])


def named(edit: Edit) -> str:
    """The faults that an edit mends, in words."""
    return " and ".join(dict.fromkeys(repair.name.replace("-", " ") for repair in edit.repairs))


def exchanged(edit: Edit) -> str:
    """What stands there and what was meant; of what is long the part that differs."""
    one, other = narrowed(edit.old, edit.new)
    old, new = print_latex(one), print_latex(other)
    if len(old) + len(new) <= LONGEST:
        return f"${old}$ should be ${new}$"
    if len(new) <= LONGEST:
        return f"${new}$ was meant"
    return gist(one, other)


def narrowed(old: Node, new: Node) -> tuple[Node, Node]:
    """The smallest parts of two nodes outside of which they are the same."""
    while type(old) is type(new) and not is_shown(old, new):
        before, after = tuple(children(old)), tuple(children(new))
        pairs = [pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]]
        if len(before) != len(after) or len(pairs) != 1:
            break
        ((inner, other),) = pairs
        if put(old, inner, other) != new:
            break
        old, new = inner, other
    return old, new


def is_shown(old: Node, new: Node) -> bool:
    """Whether two nodes are short enough to be shown."""
    return len(print_latex(old)) + len(print_latex(new)) <= LONGEST


def gist(old: Node, new: Node) -> str:
    """What a long node has that another lacks: a Σ, or terms."""
    match old, new:
        case _, BigOperator("\\sum", lower) if lower is not None and not isinstance(old, BigOperator):
            return f"a sum over ${lower_letters(lower)[0]}$ was meant"
        case _, Addition() if (lost := missing(terms_of(old), terms_of(new))) is not None:
            return f"${print_latex(addition(lost))}$ is missing"
    return "see the repair"


def missing(old: Terms, new: Terms) -> Terms | None:
    """The terms that come after those of another sum, if they are not too long."""
    lost = new[len(old) :]
    is_longer = lost and new[: len(old)] == old
    return lost if is_longer and len(print_latex(addition(lost))) <= LONGEST else None
