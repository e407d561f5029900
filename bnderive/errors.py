"""The ways in which work can stop: a fault in the document, a fault in usage, a fault of ours.

A fault in the document never travels as a bare exception to the user: `NotUnderstood` becomes a finding with a
position.
"""

from __future__ import annotations

from bnderive.records import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is withheld: a rule of the BN2xx family, what was met, what was expected, what to do."""

    rule: str
    name: str
    message: str
    span: Span | None = None


class NotUnderstood(Exception):
    """Something in a formula was not fully understood, or lies outside what can be decided; carries its reason."""

    def __init__(self, rule: str, name: str, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.reason = Reason(rule, name, message, span)


class Misfit(NotUnderstood):
    """Shapes of vectors and matrices that do not go together."""

    def __init__(self, text: str, span: Span | None = None) -> None:
        super().__init__("BN241", "shape", text, span)


class UsageError(Exception):
    """The command or the call is wrong, or a file cannot be read: exit status 2."""


class InternalError(Exception):
    """A fault of ours, such as two engines that contradict each other: exit status 101."""
