"""Vectors whose definition multiplies by a matrix that nothing defines: z = W x + b.

Rows that define in, what each such vector is made of out. The vector itself stands for any vector whatever: what holds
for all of them holds for it. What is made of neither it nor its parts is none of this module's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from bnderive.survey.names import NameUse, Spelling, read_name
from bnderive.survey.survey import Survey, uses_in
from bnderive.survey.vector_signs import bare_name, is_capital
from bnderive.survey.vectors import is_letter
from bnderive.syntax.nodes import Addition, Identifier, Node, Product, Scripted

IDENTITIES = frozenset({"I", "\\mathrm{I}"})


def stand_ins(bodies: Mapping[str, Node], known: Set[str], survey: Survey) -> dict[str, frozenset[str]]:
    """The names whose body is a matrix that is not `known` times a vector, plus vectors; each with what it is made of.

    No capital is one of them: it may be a matrix itself. A scalar z is the case of vectors of one element.
    """
    found: dict[str, frozenset[str]] = {}
    for name, body in bodies.items():
        if not is_capital(name) and is_affine(body, known, survey):
            found[name] = frozenset(use.name for use in uses_in(body, survey.spelling))
    return found


def is_affine(body: Node, known: Set[str], survey: Survey) -> bool:
    """`W x + b`: bare names and products of a matrix and a vector, at least one of these."""
    terms = body.terms if isinstance(body, Addition) else (body,)
    mapped = [term for term in terms if is_mapped(term, known, survey)]
    return bool(mapped) and all(term in mapped or bare_name(term, survey.spelling) for term in terms)


def is_mapped(term: Node, known: Set[str], survey: Survey) -> bool:
    """`W x`, `W^T x`, of a vector that is written as such somewhere."""
    notation = survey.vectors
    match term:
        case Product((Identifier() | Scripted() as matrix, vector), ("",)) if notation is not None:
            use = plain(matrix, survey.spelling, notation.transpositions)
            given = {*known, *survey.sizes, survey.loss, *IDENTITIES} | notation.names
            is_matrix = use is not None and is_capital(use.name) and not use.indices and use.name not in given
            return is_matrix and bare_name(vector, survey.spelling) in notation.names
    return False


def plain(matrix: Node, spelling: Spelling, transpositions: frozenset[str]) -> NameUse | None:
    """The name of a matrix, transposed or not."""
    use = read_name(matrix, spelling)
    return use if use is None or use.power is None or is_letter(use.power, transpositions) else None
