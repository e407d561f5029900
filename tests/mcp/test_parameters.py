"""What a tool accepts, and that the schema which a caller sees says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bnderive.errors import UsageError
from bnderive.mcp_server.parameters import Parameter, accepted, schema
from bnderive.mcp_server.tools import TOOLS

PARAMETERS = (
    Parameter("text", str, "", most=5, is_required=True),
    Parameter("line", int, "", most=9),
    Parameter("format", str, "", most=9, default="tex", choices=("tex", "rst")),
)
VALUES = st.none() | st.booleans() | st.integers(-2, 12) | st.floats() | st.text("tex", max_size=7) | st.just([])
ARGUMENTS = st.dictionaries(st.sampled_from(["text", "line", "format", "other"]), VALUES)


@given(ARGUMENTS)
def test_it_accepts_what_its_schema_allows(arguments: dict[str, object]):
    """None stands for what was left out. Floats are left aside: 1.0 is an integer of a schema."""
    given_ = {name: value for name, value in arguments.items() if value is not None or name == "other"}
    if any(isinstance(value, float) for value in given_.values()):
        return
    is_allowed = Draft202012Validator(schema(PARAMETERS)).is_valid(given_)
    try:
        values = accepted(PARAMETERS, arguments)
    except UsageError:
        assert not is_allowed
    else:
        assert is_allowed
        assert values == [given_["text"], given_.get("line"), given_.get("format", "tex")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "the argument 'text' is missing"),
        ({"text": None}, "the argument 'text' is missing"),
        ({"text": 1}, "text: a text was expected"),
        ({"text": "abcdef"}, "text: at most 5 characters were expected"),
        ({"text": "", "line": "1"}, "line: a whole number was expected"),
        ({"text": "", "line": True}, "line: a whole number was expected"),
        ({"text": "", "line": 0}, "line: a whole number from 1 to 9 was expected"),
        ({"text": "", "line": 10}, "line: a whole number from 1 to 9 was expected"),
        ({"text": "", "format": "md"}, "format: one of tex, rst was expected"),
        ({"text": "", "path": "/etc"}, "there is no argument 'path'; there are text, line, format"),
    ],
)
def test_complaints_are_plain(arguments: dict[str, object], words: str):
    with pytest.raises(UsageError) as complaint:
        accepted(PARAMETERS, arguments)
    assert str(complaint.value) == words


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_every_tool_has_a_schema_and_can_be_told_of_no_file(tool):
    Draft202012Validator.check_schema(schema(tool.parameters))
    assert not {"path", "file", "root", "uri"} & {each.name for each in tool.parameters}
    assert tool.answer.__code__.co_argcount == len(tool.parameters)
    assert list(tool.answer.__code__.co_varnames[: len(tool.parameters)]) == [each.name for each in tool.parameters]
