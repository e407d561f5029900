"""What a tool is given: each argument as a JSON Schema for the caller, and as a check whose complaint is plain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bnderive.errors import UsageError
from bnderive.records import dataclass

LONGEST_NAME = 100
WORDS = {str: ("string", "a text"), int: ("integer", "a whole number")}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument. One that may be left out has a default, which may be None. `least` and `most` bound a number,
    `most` the characters of a text.
    """

    name: str
    kind: type
    description: str
    most: int
    least: int = 1
    is_required: bool = False
    default: object = None
    choices: tuple[str, ...] = ()

    def schema(self) -> dict[str, Any]:
        found: dict[str, Any] = {"type": WORDS[self.kind][0], "description": self.description}
        if self.default is not None:
            found["default"] = self.default
        if self.choices:
            return found | {"enum": list(self.choices)}
        if self.kind is int:
            return found | {"minimum": self.least, "maximum": self.most}
        return found | {"maxLength": self.most}

    def accepted(self, value: object) -> object:
        """The value. Raises UsageError for one that is not as expected; None is one that was left out."""
        if value is None:
            return self.default
        if not isinstance(value, self.kind) or isinstance(value, bool):
            raise UsageError(f"{self.name}: {WORDS[self.kind][1]} was expected")
        if self.choices and value not in self.choices:
            raise UsageError(f"{self.name}: one of {', '.join(self.choices)} was expected")
        if isinstance(value, int) and not self.least <= value <= self.most:
            raise UsageError(f"{self.name}: a whole number from {self.least} to {self.most} was expected")
        if isinstance(value, str) and len(value) > self.most:
            raise UsageError(f"{self.name}: at most {self.most} characters were expected")
        return value


def schema(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The JSON Schema of the arguments of a tool."""
    return {
        "type": "object",
        "properties": {each.name: each.schema() for each in parameters},
        "required": [each.name for each in parameters if each.is_required],
        "additionalProperties": False,
    }


def accepted(parameters: Sequence[Parameter], arguments: Mapping[str, object]) -> list[object]:
    """The value of every parameter, in their order. Raises UsageError.

    >>> accepted([Parameter("line", int, "", most=9), Parameter("layer", str, "", most=9)], {"line": 3})
    [3, None]
    """
    known = [each.name for each in parameters]
    unknown = sorted(name for name in arguments if name not in known)
    if unknown:
        raise UsageError(f"there is no argument {unknown[0][:LONGEST_NAME]!r}; there are {', '.join(known)}")
    missing = [each.name for each in parameters if each.is_required and arguments.get(each.name) is None]
    if missing:
        raise UsageError(f"the argument {missing[0]!r} is missing")
    return [each.accepted(arguments.get(each.name)) for each in parameters]
