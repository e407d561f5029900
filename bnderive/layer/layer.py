"""The definitions of a document to a graph of nodes: which rows define, what the inputs and parameters are,
what the loss reads.

What the document leaves out and the standard form of a normalisation layer supplies is filled in, and stated as an
assumption. A definition that is not understood fails alone: claims that need it are undecided, not the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace

from bnderive.errors import NotUnderstood, Reason
from bnderive.layer.conventions import SQUARE
from bnderive.layer.defining import body_of, define, defining_rows
from bnderive.layer.filling import completions
from bnderive.layer.folding import folded
from bnderive.layer.inverting import POSITIVE, with_parameters
from bnderive.layer.look_alikes import without_look_alikes
from bnderive.layer.model import Layer, Rows
from bnderive.layer.outputs import with_outputs
from bnderive.layer.shapes import with_shapes
from bnderive.layer.stand_ins import stand_ins
from bnderive.layer.termwise import termwise
from bnderive.lower import Remark, Vocabulary
from bnderive.survey.survey import Survey, may_be_sizes, uses_in
from bnderive.syntax.nodes import Row
from bnderive.terms import Definition, Graph, Partial, Sym, Term, children, differential_name, names_of, walk

MAX_DEPTH = 40


def read_layer(source: Rows, later: frozenset[int] = frozenset()) -> Layer:
    """The layer that the rows of a document define; the rows `later` define again. What is not understood is
    in `failed`; other ways to supply what is left out are its `rivals`.
    """
    ways = completions(own_layer(source, later), source)
    survey = source.survey
    first, *rivals = (with_told(with_outputs(closed(way, survey), source), survey) for way in ways)
    return replace(first, rivals=tuple(rivals))


def own_layer(source: Rows, later: frozenset[int]) -> Layer:
    """What the document defines itself; no graph yet."""
    survey = source.survey
    defining = defining_rows(source, later)
    arity = {use.name: len(use.indices) or survey.arity.get(use.name, 0) for use in defining.values()}
    known = dict(survey.arity) | arity_of_inputs([source.rows[number] for number in defining], survey) | arity
    bare = {use.name: number for number, use in defining.items() if not use.indices}
    bodies = {name: body_of(defining[number], source.rows[number], survey) for name, number in bare.items()}
    standing = stand_ins(bodies, {n for n, a in known.items() if a} | arity.keys(), survey)
    known |= dict.fromkeys(standing, 1)
    arrays = {n: a for n, a in known.items() if (a and is_another(n, arity)) or n in arity}
    vocabulary = Vocabulary(survey, arrays, survey.sizes, open=True)
    if survey.vectors is not None:
        understood = {name: body for name, body in bodies.items() if name not in standing}
        vocabulary = with_shapes(vocabulary, understood)
    built: dict[int, Definition] = {}
    failed: dict[str, Reason] = {}
    remarks: dict[int, tuple[Remark, ...]] = {}
    for number, use in defining.items():
        try:
            row, line = source.rows[number], source.lines[number]
            refuse_untold_sizes(row, survey)
            built[number], remarks[number] = define(use, row, arity[use.name], line, vocabulary)
        except NotUnderstood as error:
            failed[use.name] = error.reason
    compared = termwise(source, defining, vocabulary)
    built |= {number: definition for number, (definition, _) in compared.items()}
    for number, (_, found) in compared.items():
        row_number = number % len(source.rows)
        remarks[row_number] = (*remarks.get(row_number, ()), *found)
    built, look_alikes = without_look_alikes(built)
    for number, remark in look_alikes.items():
        row_number = number % len(source.rows)
        remarks[row_number] = (*remarks.get(row_number, ()), remark)
    failed |= unsound(built)
    inferred = frozenset(definition.name for definition, _ in compared.values())
    sound = {k: d for k, d in built.items() if d.name not in failed}
    built = sound | folded({k: d for k, d in sound.items() if d.name not in inferred})
    built = with_parameters(built, failed, survey)
    names = {number: use.name for number, use in defining.items()}
    names |= {number: definition.name for number, (definition, _) in compared.items()}
    standing_in = {name: parts for name, parts in standing.items() if name in failed}
    texts = tuple(remark.text for remark in look_alikes.values())
    return Layer(Graph(), vocabulary, names, built, failed, remarks, texts, inferred=inferred, stand_ins=standing_in)


def refuse_untold_sizes(row: Row, survey: Survey) -> None:
    """Raises NotUnderstood for a definition that may divide a sum by the number of its terms, or by something else."""
    for name in sorted(may_be_sizes(row, survey)):
        text = f"nothing says whether ${name}$, by which a sum is divided, counts its terms: write the ends of that sum"
        raise NotUnderstood("BN236", "missing-definition", text, row.span)


def is_another(name: str, defined: Collection[str]) -> bool:
    """Whether a name that nothing defines stands for something else than what is defined: σ is the root of σ², and a
    prime marks a result.
    """
    return name.rstrip("'") not in defined and f"{name}{SQUARE}" not in defined


def with_told(layer: Layer, survey: Survey) -> Layer:
    """What the author says of sizes, stated, and of signs: only of inputs and parameters, since what is defined has
    a sign of its own.
    """
    graph = layer.graph
    told = survey.told.positive & graph.shapes.keys() - graph.definitions.keys() - graph.positive
    equal = [sorted(letters & survey.sizes) for letters in survey.told.sizes]
    texts = [f"${' = '.join(letters)}$" for letters in equal if len(letters) > 1]
    texts += [f"${name} > 0$" for name in sorted(told)]
    return replace(
        layer, graph=replace(graph, positive=graph.positive | told), assumptions=(*layer.assumptions, *texts)
    )


def arity_of_inputs(rows: Sequence[Row], survey: Survey) -> dict[str, int]:
    """How many indices names carry in the rows that define; what claims do with them does not matter."""
    found: dict[str, int] = {}
    for use in (use for row in rows for use in uses_in(row, survey.spelling)):
        found[use.name] = max(found.get(use.name, 0), len(use.indices))
    return found


def unsound(built: Mapping[int, Definition]) -> dict[str, Reason]:
    """Definitions through themselves, and definitions that differentiate by what nothing is made of."""
    definitions = {d.name: d for d in built.values()}
    found: dict[str, Reason] = {}
    for name in circular(definitions):
        found[name] = Reason("BN231", "circular-definition", f"${name}$ is defined through itself")
    for name, by in unknown_below(definitions).items():
        text = f"${name}$ holds a derivative by ${by}$, which nothing is made of"
        found[name] = Reason("BN219", "differentiated-by", text)
    return found


def circular(definitions: Mapping[str, Definition]) -> list[str]:
    """Names that are defined through themselves, or through more than MAX_DEPTH others."""
    return [name for name in definitions if _reaches_itself(name, definitions)]


def unknown_below(definitions: Mapping[str, Definition]) -> dict[str, str]:
    """Definitions that differentiate by a name of which nothing else is made."""
    made_of = {name for d in definitions.values() for name in names_outside_below(d.body)} | definitions.keys()
    below = {d.name: [node.by.name for node in walk(d.body) if isinstance(node, Partial)] for d in definitions.values()}
    return {name: by for name, bys in below.items() for by in bys if by not in made_of}


def names_outside_below(term: Term) -> set[str]:
    """Names of a term, those that only stand below a ∂ left out."""
    if isinstance(term, Partial):
        return names_outside_below(term.of)
    own = {term.name} if isinstance(term, Sym) else set()
    return own.union(*(names_outside_below(child) for child in children(term)))


def _reaches_itself(name: str, definitions: Mapping[str, Definition]) -> bool:
    seen: set[str] = set()
    level = {name}
    for _ in range(MAX_DEPTH):
        level = {n for d in level if d in definitions for n in names_of(definitions[d].body)} - seen
        if name in level:
            return True
        if not level:
            return False
        seen |= level
    return True


def closed(layer: Layer, survey: Survey) -> Layer:
    """The graph, and the vocabulary of names that claims may use: what is defined, what definitions use, what
    ∂ is taken by.
    """
    definitions = {d.name: d for d in (*layer.rows.values(), *layer.supplied)}
    used = {name for d in definitions.values() for name in names_of(d.body)}
    used_only = sorted(used - definitions.keys() - {survey.loss})
    inputs = {n: layer.vocabulary.arity.get(n, 0) for n in used_only}
    arity = {survey.loss: 0} | inputs | {n: len(d.indices) for n, d in definitions.items()}
    varying = {n: a for n, a in inputs.items() if n in varying_inputs(definitions, inputs.keys(), survey)}
    shapes = {n: survey.axes.shape(n, a) for n, a in inputs.items()}
    shapes |= {differential_name(n): shapes[n] for n in varying}
    positive = POSITIVE & inputs.keys()
    graph = Graph(definitions, survey.loss, (), positive, shapes, survey.axes.apart, survey.axes.names)
    held = sorted(inputs.keys() - varying.keys()) if True in survey.d_means else []
    assumptions = [f"${name} > 0$" for name in sorted(graph.positive)]
    assumptions += [f"${name}$ does not vary: its differential is nowhere written" for name in held]
    guessed = survey.vectors.guessed & inputs.keys() if survey.vectors is not None else frozenset[str]()
    assumptions += [f"${name}$ is a vector" for name in sorted(guessed)]
    text = "is any vector: what it is made of was not understood"
    assumptions += [f"${name}$ {text}" for name in sorted(layer.stand_ins.keys() & inputs.keys())]
    vocabulary = Vocabulary(survey, arity, survey.sizes, inputs=varying, shapes=layer.vocabulary.shapes)
    return replace(layer, graph=graph, vocabulary=vocabulary, assumptions=(*layer.assumptions, *assumptions))


def varying_inputs(definitions: Mapping[str, Definition], inputs: Set[str], survey: Survey) -> set[str]:
    """The inputs that differentials are taken of: those written after a `d`; all that a quantity is made of where it
    stands after one and none of its inputs does.
    """
    varying = survey.varied & inputs
    made_of = {name: _inputs_of(name, definitions) & inputs for name in survey.varied}
    return set(varying).union(*(found for found in made_of.values() if not found & varying))


def _inputs_of(name: str, definitions: Mapping[str, Definition]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += names_of(definitions[current].body) if current in definitions else ()
    return found
