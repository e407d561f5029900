"""LaTeX comes in; the definition of a macro that begins at a place in it goes out, or nothing where it is not plain.

`\\newcommand` and its like, `\\def` with plain parameters, `\\let`, `\\DeclareMathOperator`. Nothing is expanded.
"""

from __future__ import annotations

import re

from bnderive.records import dataclass

_HEAD = (
    r"\\(?P<how>newcommand|renewcommand|providecommand|DeclareRobustCommand|[gex]?def|let|DeclareMathOperator)"
    r"(?![A-Za-z])(?P<star>\*?)"
)
_NAME = r"\\(?:[A-Za-z@]+|[^A-Za-z\s])"
HEAD = re.compile(_HEAD)
DEFINING = re.compile(rf"(?<!\\)(?:\\\\)*(?P<definition>{_HEAD})")
NAME = re.compile(rf"\s*(?:\{{\s*(?P<braced>{_NAME})\s*\}}|(?P<bare>{_NAME}))")
COUNT = re.compile(r"\s*(?:\[\s*(?P<count>[0-9])\s*\]\s*)?(?:\[(?P<default>[^\[\]]{0,200})\]\s*)?")
PARAMETERS = re.compile(r"\s*(?P<parameters>(?:#[1-9]\s*)*)(?=\{)")
EQUALS = re.compile(r"\s*=?\s*(?=\\)")
SPACE = re.compile(r"\s+")
SINGLE = re.compile(r"\\(?:[A-Za-z]+|.)|[^\s{}\\]", re.DOTALL)
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|#[1-9]|\s+|.", re.DOTALL)


def braces(text: str) -> dict[int, int]:
    """From the offset of each `{` that is closed to that of its `}`."""
    opened: list[int] = []
    closing: dict[int, int] = {}
    for match in BRACE.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            closing[opened.pop()] = match.start()
    return closing


class Scanned:
    """The tokens of a formula or of a body, where each starts, and which `}` closes which `{`, by their indices."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = TOKEN.findall(text)
        self.starts = [0]
        for token in self.tokens:
            self.starts.append(self.starts[-1] + len(token))
        index = {start: k for k, start in enumerate(self.starts)}
        self.closing = {index[opening]: index[close] for opening, close in braces(text).items()}

    def past_space(self, index: int, end: int) -> int:
        while index < end and self.tokens[index].isspace():
            index += 1
        return index


@dataclass(frozen=True, slots=True)
class Definition:
    """A macro. With a `default` its first argument stands in brackets or is left out; the body of an `alias` is used
    as it is, whatever it means by then. `end` is where the definition ends.
    """

    name: str
    parameters: int
    default: str | None
    body: Scanned
    is_provided: bool = False
    is_alias: bool = False
    end: int = 0


def read_definition(text: str, closing: dict[int, int], start: int) -> Definition | None:
    """The definition whose `\\newcommand` or the like starts at `start`; `closing` are the braces of the text."""
    head = HEAD.match(text, start)
    name = NAME.match(text, head.end()) if head else None
    if head is None or name is None:
        return None
    macro = (name["braced"] or name["bare"])[1:]
    match head["how"]:
        case "let":
            return _let(text, macro, name.end())
        case "DeclareMathOperator":
            return _operator(text, closing, macro, head["star"], name.end())
        case "newcommand" | "renewcommand" | "providecommand" | "DeclareRobustCommand" as how:
            return _command(text, closing, macro, name.end(), how == "providecommand")
    return _def(text, closing, macro, name.end())


def _let(text: str, name: str, position: int) -> Definition | None:
    equals = EQUALS.match(text, position)
    body = _body(text, {}, equals.end()) if equals else None
    return Definition(name, 0, None, Scanned(body[0]), is_alias=True, end=body[1]) if body else None


def _operator(text: str, closing: dict[int, int], name: str, star: str, position: int) -> Definition | None:
    body = _body(text, closing, _past_space(text, position))
    return Definition(name, 0, None, Scanned(f"\\operatorname{star}{{{body[0]}}}"), end=body[1]) if body else None


def _command(text: str, closing: dict[int, int], name: str, position: int, is_provided: bool) -> Definition | None:
    count = COUNT.match(text, position)
    body = _body(text, closing, count.end()) if count else None
    if count is None or body is None:
        return None
    parameters = int(count["count"] or 0)
    default = count["default"] if parameters else None
    return Definition(name, parameters, default, Scanned(body[0]), is_provided, end=body[1])


def _def(text: str, closing: dict[int, int], name: str, position: int) -> Definition | None:
    """Parameters that have text between them are not plain."""
    parameters = PARAMETERS.match(text, position)
    if parameters is None:
        return None
    numbers = re.findall("[1-9]", parameters["parameters"])
    body = _body(text, closing, parameters.end())
    if body is None or numbers != [str(k + 1) for k in range(len(numbers))]:
        return None
    return Definition(name, len(numbers), None, Scanned(body[0]), end=body[1])


def _body(text: str, closing: dict[int, int], position: int) -> tuple[str, int] | None:
    """A body on one line, and where it ends: a group, or a single token."""
    if text.startswith("{", position):
        close = closing.get(position)
        return None if close is None else (SPACE.sub(" ", text[position + 1 : close]), close + 1)
    single = SINGLE.match(text, position)
    return (single[0], single.end()) if single else None


def _past_space(text: str, position: int) -> int:
    match = SPACE.match(text, position)
    return match.end() if match else position
