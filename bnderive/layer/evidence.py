"""What a document shows of a layer besides its definitions: names that nothing defines, where it adds ε, words.

Words only choose among layers, or add a way in which the document may be meant; no verdict hangs on them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bnderive.layer.conventions import EPSILON, EPSILONS, INSIDE, NONE, OUTSIDE, SQUARE, Template, templates
from bnderive.layer.matching import Written, written_out
from bnderive.layer.model import Layer, Rows
from bnderive.layer.outputs import outputs_of, reads_statistic
from bnderive.layers import StandardLayer, standard_layers
from bnderive.records import dataclass
from bnderive.survey.names import read_name
from bnderive.survey.ranges import upper_letter
from bnderive.survey.survey import Survey, uses_in
from bnderive.syntax.nodes import Addition, Fraction, Identifier, Node, Number, Row, Slash
from bnderive.syntax.shapes import walk as walk_syntax
from bnderive.terms import ONE, Definition, Graph, Size, names_of, sub, walk

OUTPUTS = ("y", "z", "o")
NO_NAMES = frozenset({"e", "\\pi", "d", "\\partial", "1", "\\mathbb{1}"})
SHORTEST_WORD = 5
GIVEN = re.compile(
    r"\b(running|moving|population) (mean|average|variance|statistic|estimate|std|standard)"
    r"|\b(inference|test[- ]time|evaluation mode|eval mode)\b"
    r"|\b(frozen|given|known|fixed|constant) (mean|variance|statistic|numbers?)"
    r"|\b(is|are|as|held)( all| both| kept| given| some)* (constants?|fixed|given|known|frozen)\b",
    re.IGNORECASE,
)
BESSEL = re.compile(r"\b(bessel\w*|unbiased|sample (variance|standard deviation|std))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a document before anything is supplied.

    `unknown` are the names that only claims use, `inputs` those that definitions use; nothing defines either. `sink`
    is the one array that is made of a statistic and that nothing else is made of. `met_with_epsilon` is what the
    document adds ε to; `is_over_less` whether it speaks of N − 1.
    """

    definitions: Mapping[str, Definition]
    written: Written
    defined: frozenset[str]
    unknown: frozenset[str]
    inputs: frozenset[str]
    survey: Survey
    rows: Sequence[Row]
    text: str
    sink: str | None
    is_asked: bool = False
    unread: tuple[str, ...] = ()
    met_with_epsilon: frozenset[str] = frozenset()
    is_over_less: bool = False

    @property
    def undefined(self) -> frozenset[str]:
        return self.unknown | self.inputs

    def may_be_defined_unread(self, name: str) -> bool:
        """Whether a row that could not be read begins as a definition of a name, or of its square."""
        lefts = (squeezed(text.partition("=")[0]) for text in self.unread if "=" in text)
        own = squeezed(name)
        return any(left in {own, f"{own}^2", own.removesuffix("^2")} or left.startswith(f"{own}_") for left in lefts)

    def fits(self, template: Template, names: Mapping[str, str]) -> bool:
        """Whether every name carries as many indices as the template has it carry; an array may leave its own out."""
        nodes = {node.name for node in template.nodes}
        below = frozenset[str]().union(*(names_of(node.body) for node in template.nodes if node.is_statistic))
        for ours, theirs in names.items():
            count = self.survey.arity.get(theirs)
            wanted = template.arity[ours]
            left_out = count == 0 and wanted == 1 and ours in nodes | below and theirs in self.unknown
            if theirs not in self.defined and count is not None and count != wanted and not left_out:
                return False
        return True

    def free_name(self, name: str, is_output: bool) -> str | None:
        options = (*OUTPUTS, "y^{*}") if is_output and name in OUTPUTS else (name,)
        return next((n for n in options if n not in self.survey.arity and n not in self.defined), None)

    def letter(self, names: Iterable[str]) -> str:
        """The index letter that the document gives the arrays of these names."""
        known = frozenset(names)
        written = (d.indices[0].name for d in self.definitions.values() if d.indices and d.name in known)
        used = (
            use.indices[0]
            for row in self.rows
            for use in uses_in(row, self.survey.spelling)
            if use.name in known and use.indices and use.indices[0] in self.survey.spelling.index_letters
        )
        return next(written, None) or next(used, "i")

    def adds_epsilon_as(self, template: Template, names: Mapping[str, str]) -> bool:
        """Whether the document adds its ε where the template does, as far as it adds it anywhere."""
        spread = names.get(template.spread or "", template.spread) or ""
        is_root = not (template.spread or "").endswith(SQUARE)
        inside, outside = (f"{spread}{SQUARE}", spread) if is_root else (spread, spread.removesuffix(SQUARE))
        places = {INSIDE: {inside}, OUTSIDE: {outside} - {inside}}
        if template.spread is None:
            places = {INSIDE: set(names.values()), OUTSIDE: set()}
        met = self.met_with_epsilon
        if template.epsilon == NONE or not met & (places[INSIDE] | places[OUTSIDE]):
            return True
        return bool(met & places[template.epsilon])

    def may_be_given(self, supplied: Sequence[Definition], is_named: bool) -> bool:
        """Whether statistics that definitions use may be numbers given to the document, and not made of its inputs."""
        missing = any(d.is_statistic and d.name in self.inputs for d in supplied)
        return missing and (self.speaks_of_given or (not is_named and is_bare(self)))

    @property
    def speaks_of_given(self) -> bool:
        return GIVEN.search(self.text) is not None


def known_of(layer: Layer, source: Rows) -> Known:
    survey = source.survey
    definitions = {d.name: d for d in layer.rows.values()}
    defined = frozenset({*definitions, *layer.failed, *layer.names.values()})
    used = frozenset[str]().union(*(names_of(d.body) for d in definitions.values()))
    no_names = defined | survey.sizes | {survey.loss} | NO_NAMES
    roots = {name for name in survey.arity if f"{name}{SQUARE}" in defined}  # what is defined says what these are
    unknown = frozenset(survey.arity) - no_names - used - survey.spelling.index_letters - roots
    graph = Graph(definitions)
    sinks = outputs_of(graph, layer.vocabulary.shapes)
    read = tuple(name for name in sinks if name in survey.differentiated)
    sinks = read if len(sinks) > 1 else sinks
    sink = sinks[0] if len(sinks) == 1 and reads_statistic(graph, sinks[0]) else None
    return Known(
        definitions,
        written_out(tuple(definitions.values())),
        defined,
        unknown,
        used - no_names,
        survey,
        source.rows,
        source.text,
        sink,
        source.standard is not None,
        source.unread,
        frozenset(epsilon_stands_with(source.rows, survey)),
        speaks_of_bessel(definitions, source),
    )


def squeezed(latex: str) -> str:
    return re.sub(r"[\s{}]+", "", latex)


SENTENCE_END = re.compile(r"[.;!?](?:\s|$)|[。；！？]")
OTHERWISE = re.compile(
    r"\b(not|no|without|half|twice|times|instead|unlike|base|double|squared|minus|absolute|median|modified|variant|except"
    r"|than)\b",
    re.IGNORECASE,
)


def mentioned(text: str) -> tuple[StandardLayer, ...]:
    """The layers that a text calls by name, in sentences that do not say that something is otherwise."""
    plain = " ".join(part for part in SENTENCE_END.split(text) if not OTHERWISE.search(part))
    squeezed = re.sub(r"[\W_]+", "", plain.lower())
    named = (layer for layer in standard_layers() if any(word in squeezed for word in _words(layer)))
    return tuple(layer for layer in named if all(word in squeezed for word in layer.besides))


def _words(layer: StandardLayer) -> Iterator[str]:
    words = (re.sub(r"[\W_]+", "", name) for name in layer.names)
    return (word for word in words if len(word) >= SHORTEST_WORD)


def may_be(template: Template, known: Known, is_named: bool) -> bool:
    """Whether a convention is worth a look: ε where the document has one; N − 1 where the layer has it, or the document
    speaks of it or is bare; for a layer that is asked for only where the document itself defines by it.
    """
    has_epsilon = any(name in known.survey.arity for name in EPSILONS)
    is_normalising = template.spread is not None or EPSILON in template.layer.markdown
    if is_normalising and (template.epsilon == NONE) == has_epsilon:
        return False
    if template.is_bessel == templates(template.layer)[0].is_bessel:
        return True
    if known.is_asked:
        return defines_over_less(known.definitions)
    return known.is_over_less or (is_bare(known) and not is_named)


def is_bare(known: Known) -> bool:
    """Neither ε nor gain nor shift: nothing but inputs with their mean and deviation."""
    return not any(name in known.survey.arity for name in (*EPSILONS, "\\gamma", "\\beta"))


def speaks_of_bessel(definitions: Mapping[str, Definition], source: Rows) -> bool:
    written = BESSEL.search(source.text) is not None or any(map(divides_by_less, source.rows))
    return written or defines_over_less(definitions)


def defines_over_less(definitions: Mapping[str, Definition]) -> bool:
    less = sub(Size(), ONE)
    return any(term == less for d in definitions.values() for term in walk(d.body))


def divides_by_less(row: Row) -> bool:
    """`\\frac{…}{N - 1}` anywhere in a row."""
    below = (node.denominator for node in walk_syntax(row) if isinstance(node, Fraction | Slash))
    return any(_is_less(node) for denominator in below for node in walk_syntax(denominator))


def _is_less(node: Node) -> bool:
    return isinstance(node, Addition) and upper_letter(node) is not None


def epsilon_stands_with(rows: Sequence[Row], survey: Survey) -> Iterator[str]:
    """What the document adds ε to: `\\sigma^{2}` or `\\sigma`."""
    for node in (node for row in rows for node in walk_syntax(row) if isinstance(node, Addition)):
        if any(isinstance(term, Identifier) and term.text in EPSILONS for term in node.terms):
            for use in (use for term in node.terms if (use := read_name(term, survey.spelling))):
                squared = isinstance(use.power, Number) and use.power.text == "2"
                yield f"{use.name}{SQUARE}" if squared else use.name
