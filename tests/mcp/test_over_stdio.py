"""The SDK's own client, and `bnderive mcp` in a process of its own."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp_types", reason="the MCP server needs the extra `mcp`")

from jsonschema import Draft202012Validator
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

import bnderive
from bnderive.settings import Settings

ROOT = Path(__file__).parents[2]
SECONDS = 180  # a machine may be busy with other work
SCHEMA = json.loads(files("bnderive").joinpath("reports/schema/report-v1.json").read_text("utf-8"))
SEED = (ROOT / "derivations" / "batch_norm_seed.md").read_text("utf-8")
MEAN = r"$$\mu = \frac{1}{N} \sum_i x_i$$"
LONG = "\n\n".join([MEAN, *(rf"$$\frac{{\partial \mu}}{{\partial x_i}} = \frac{{{k}}}{{N}}$$" for k in range(2, 3000))])


@asynccontextmanager
async def client(*arguments: str, mode: str = "auto") -> AsyncIterator[Client]:
    command = ["-m", "bnderive", "mcp", *arguments]
    server = StdioServerParameters(command=sys.executable, args=command, env={"PYTHONPATH": str(ROOT)}, cwd=ROOT)
    async with Client(stdio_client(server), mode=mode) as found:
        yield found


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), SECONDS))


async def asked(one: Client, tool: str, **arguments: Any) -> tuple[str, Any]:
    """The text and the data of an answer, which is no error."""
    answer = await one.call_tool(tool, arguments)
    (text,) = answer.content
    assert not answer.is_error, text.text
    Draft202012Validator(SCHEMA).validate(answer.structured_content)
    return text.text, answer.structured_content


async def refused(one: Client, tool: str, **arguments: Any) -> str:
    answer = await one.call_tool(tool, arguments)
    assert answer.is_error
    (text,) = answer.content
    return str(text.text)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_its_tools(mode: str):
    """A client may speak the protocol as it is now, or as it was with a handshake."""

    async def test() -> None:
        async with client(mode=mode) as one:
            tools = (await one.list_tools()).tools
            assert [tool.name for tool in tools] == ["check", "explain", "show", "prove"]
            for tool in tools:
                Draft202012Validator.check_schema(tool.input_schema)
                Draft202012Validator.check_schema(tool.output_schema)
                assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)
            assert [tool.input_schema["required"] for tool in tools] == [
                ["text"],
                ["text", "line"],
                ["layer"],
                ["lhs", "rhs"],
            ]
            assert "no file is read" in (one.instructions or "")
            assert (await asked(one, "check", text=MEAN))[1]["summary"]["definitions"] == 1

    run(test)


def test_each_tool_answers_as_the_program_does():
    async def test() -> None:
        async with client() as one:
            text, report = await asked(one, "check", text=SEED)
            assert report == bnderive.check_text(SEED, settings=Settings(isolated=True)).to_dict()
            assert text.splitlines()[-1].startswith("5 correct, 7 wrong")

            text, report = await asked(one, "explain", text=SEED, line=61)
            assert [formula["line"] for formula in report["documents"][0]["formulas"]] == [61]
            assert r"\hat{S}_i^2" in text

            text, report = await asked(one, "prove", lhs=r"\frac{\partial \mu}{\partial x_i}", rhs=r"\frac{1}{N}")
            assert report["summary"]["correct"] == 1
            assert "correct" in text

            text, report = await asked(one, "show", layer="softmax", batch_size=2)
            assert report["summary"]["wrong"] == report["summary"]["undecided"] == 0
            assert "On a batch of 2" in text

            _, report = await asked(one, "check", text=r"\[\mu = \frac{1}{N} \sum_i x_i\] % $", format="tex")
            assert report["summary"]["definitions"] == 1

    run(test)


def test_errors_are_answers_in_plain_words():
    async def test() -> None:
        async with client() as one:
            assert await refused(one, "check") == "the argument 'text' is missing"
            assert await refused(one, "check", text="a", path="/etc/passwd") == (
                "there is no argument 'path'; there are text, format, layer"
            )
            assert await refused(one, "check", text="a\0b") == "contains a NUL byte: a binary file, expected UTF-8 text"
            assert await refused(one, "check", text="x" * (2 * 1024 * 1024 + 1)) == (
                "text: at most 2097152 characters were expected"
            )
            assert await refused(one, "explain", text=MEAN, line=2) == "no formula on line 2; the nearest is on line 1"
            assert (await refused(one, "show", layer="sofmax")).startswith("no standard layer is called 'sofmax'")
            assert (await refused(one, "prove", lhs="a", rhs="b $$ c")).startswith("a claim is one equation")
            assert await refused(one, "delete", text="a") == (
                "there is no tool 'delete'; there are check, explain, show, prove"
            )
            assert (await asked(one, "check", text=MEAN))[1]["summary"]["definitions"] == 1

    run(test)


def test_a_call_has_a_deadline_and_others_do_not_wait_for_it():
    async def test() -> None:
        async with client("--timeout", "4") as one:
            start = time.monotonic()
            long = asyncio.create_task(refused(one, "check", text=LONG))
            await asked(one, "check", text=MEAN)
            assert not long.done()
            assert await long == "took longer than 4 s, and was ended; --timeout allows more"
            assert time.monotonic() - start < 60

    run(test)
