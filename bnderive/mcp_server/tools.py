"""The tools: one row each, with what it is given, what it answers, and the words that tell a model when to use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bnderive.layers import standard_layers
from bnderive.mcp_server.answers import Answer, check, explain, prove, show
from bnderive.mcp_server.parameters import LONGEST_NAME, Parameter
from bnderive.records import dataclass
from bnderive.settings import LARGEST_BATCH
from bnderive.source.files import FORMATS, LIMIT

INSTRUCTIONS = """\
bnderive judges hand-written derivations of normalisation layers (batch norm, layer norm, RMS norm, softmax …): is each
equation true for every batch size and every input? Verdicts are proofs and counterexamples, never guesses; undecided
comes with its reason. Call check on a whole document, since definitions hold for all of it; then explain on the line of
a finding for the true value, a counterexample and a repair to paste. prove judges one equation in a standard layer, and
show gives the definitions and derivatives of one. Texts are passed in the call: no file is read.
"""

LONGEST_SIDE = 64 * 1024
LAYERS = ", ".join(layer.names[0] for layer in standard_layers())

# The report as documents have it; the whole of it is described by schema/report-v1.json of the package.
REPORT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "version": {"const": 1},
        "tool": {"type": "object"},
        "documents": {"type": "array", "items": {"type": "object"}},
        "summary": {"type": "object"},
    },
    "required": ["version", "tool", "documents", "summary"],
}


@dataclass(frozen=True, slots=True)
class Tool:
    """`answer` takes the values of the parameters, in their order."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    answer: Callable[..., Answer]


TEXT = Parameter("text", str, "the whole document", most=LIMIT, is_required=True)
FORMAT = Parameter("format", str, "what it is written in", LONGEST_NAME, default="markdown", choices=tuple(FORMATS))
FILLS = "the standard layer that supplies what the text leaves out; by default the one that it fits"
LAYER = Parameter("layer", str, f"{FILLS}. One of {LAYERS}", LONGEST_NAME)
SIDE = "as LaTeX without delimiters, in the symbols that show prints for the layer"

TOOLS = (
    Tool(
        "check",
        "Check a derivation",
        "Judges every equation of a document: correct, wrong or undecided, for every batch size. The text has one line "
        "for each finding, with its line number; the data is the whole report.",
        (TEXT, FORMAT, LAYER),
        check,
    ),
    Tool(
        "explain",
        "Explain a line of a derivation",
        "All that is known of the formulas on one line of a document: how each was understood, its verdict and why, "
        "the true value, a counterexample in exact numbers, and a repair as LaTeX to paste.",
        (TEXT, Parameter("line", int, "its number, counted from 1", most=LIMIT, is_required=True), FORMAT, LAYER),
        explain,
    ),
    Tool(
        "show",
        "Show a standard layer",
        "The definitions of a standard layer, its partial derivatives and the gradients of an arbitrary loss, each "
        "proved, in Unicode and as LaTeX.",
        (
            Parameter("layer", str, f"one of {LAYERS}", LONGEST_NAME, is_required=True),
            Parameter("batch_size", int, "write it out for so many inputs too", LARGEST_BATCH),
        ),
        show,
    ),
    Tool(
        "prove",
        "Prove or refute an equation",
        "Judges one equation in a standard layer, for every batch size: proved, refuted by a counterexample, or "
        "undecided with the reason.",
        (
            Parameter("lhs", str, f"the left side, {SIDE}", LONGEST_SIDE, is_required=True),
            Parameter("rhs", str, f"the right side, {SIDE}", LONGEST_SIDE, is_required=True),
            Parameter("layer", str, f"one of {LAYERS}", LONGEST_NAME, default="batchnorm"),
        ),
        prove,
    ),
)


def tool_named(name: str) -> Tool | None:
    return next((tool for tool in TOOLS if tool.name == name), None)
