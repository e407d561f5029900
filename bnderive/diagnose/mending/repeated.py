"""The mending of a row for another that is written alike: the same edits of its own nodes."""

from __future__ import annotations

from bnderive.diagnose.mending.search import Mending
from bnderive.diagnose.mending.variants import Edit, put_all
from bnderive.syntax.nodes import Node, Row
from bnderive.syntax.shapes import rewritten, walk


def repeated(mending: Mending, first: Row, row: Row, head: Node) -> Mending | None:
    """The mending of a row as that of the first one, which reads the same; None where the left side is mended."""
    if row != first or mending.is_on_left:
        return None
    own = {id(old): new for old, new in zip(walk(first), walk(row), strict=True)}
    edits = tuple(Edit(own[id(e.old)], transferred(e.new, own), e.repairs) for e in mending.edits if id(e.old) in own)
    changed = put_all(row, edits)
    if len(edits) < len(mending.edits) or not isinstance(changed, Row):
        return None
    return Mending(changed, head, edits, False)


def transferred(node: Node, own: dict[int, Node]) -> Node:
    """The node with what it took over from the first row taken from the other one."""
    return rewritten(node, lambda part: own.get(id(part), part))
