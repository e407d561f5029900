"""The comments of a document come in, what they ask for goes out: settings, expectations, suppressions.

A statement that is not understood is a problem with its place, and says nothing else.
"""

from __future__ import annotations

from dataclasses import field
from operator import attrgetter

from bnderive.configuration.grammar import parted, proposal, quoted, statements
from bnderive.configuration.model import Expectation, Hint, NotAccepted, Suppression
from bnderive.configuration.verbs import COLLECTED, SETTINGS, VERBS, expected_of, ignored_of
from bnderive.records import dataclass
from bnderive.settings import Settings
from bnderive.source.model import Directive, Document, Position, Problem

MOST_HINTS = 200
MOST_SUPPRESSIONS = 500


@dataclass(frozen=True, slots=True)
class Comments:
    """What the comments of a document say, and what is wrong with them."""

    settings: Settings = field(default_factory=Settings)
    hints: tuple[Hint, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_comments(document: Document) -> Comments:
    """What the comments of a document say, in the order of their places."""
    reader = _Reader()
    first = document.displays[0].positions.at(0) if document.displays else None
    for directive in sorted(document.directives, key=attrgetter("start")):
        found = list(statements(directive.text))
        for statement in found or [""]:
            try:
                reader.take(statement, directive, is_at_top=first is None or directive.start < first)
            except NotAccepted as error:
                reader.problems.append(misread(str(error), directive.start))
    return Comments(
        reader.settings,
        tuple(reader.hints),
        tuple(reader.expectations),
        tuple(reader.suppressions),
        tuple(reader.problems),
    )


class _Reader:
    """One pass over the statements."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.hints: list[Hint] = []
        self.expectations: list[Expectation] = []
        self.suppressions: list[Suppression] = []
        self.problems: list[Problem] = []

    def take(self, statement: str, comment: Directive, is_at_top: bool) -> None:
        """Takes in one statement. Raises NotAccepted."""
        verb, argument = parted(statement)
        if verb in SETTINGS:
            self.setting(verb, argument, comment)
        elif verb == "expect":
            self.expectations.append(Expectation(expected_of(argument), comment))
        elif verb in ("ignore", "ignore-file"):
            is_whole = verb == "ignore-file"
            if is_whole and not is_at_top:
                raise NotAccepted("`ignore-file` stands after a formula: expected it at the top of the document")
            if len(self.suppressions) >= MOST_SUPPRESSIONS:
                raise NotAccepted(f"more than {MOST_SUPPRESSIONS} `ignore` comments in one document are not heard")
            self.suppressions.append(Suppression(*ignored_of(argument), comment, is_whole))
        else:
            raise NotAccepted(unknown(verb))

    def setting(self, verb: str, argument: str, comment: Directive) -> None:
        if len(self.hints) >= MOST_HINTS:
            raise NotAccepted(f"more than {MOST_HINTS} settings in one document are not heard")
        said = SETTINGS[verb](argument)
        before = getattr(self.settings, verb)
        if verb not in COLLECTED and before not in (None, getattr(said, verb)):
            raise NotAccepted(f"`{verb}` is given twice: {quoted(argument)} after {quoted(before)}")
        self.settings = said.along_with(self.settings)
        self.hints.append(Hint(verb, argument, comment))


def unknown(verb: str) -> str:
    if not verb:
        return f"the comment says nothing: expected one of {', '.join(VERBS)}"
    return f"{quoted(verb)} is no word of a comment{proposal(verb, VERBS) or ': expected ' + ', '.join(VERBS)}"


def misread(message: str, place: Position) -> Problem:
    return Problem("BN130", "comment-not-understood", "error", place, place, message)
