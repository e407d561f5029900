"""The server itself: the requests of a client to the tools, and their answers back to it."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from bnderive import __version__
from bnderive.errors import UsageError
from bnderive.escape import one_line
from bnderive.mcp_server.answers import Answer, complaint
from bnderive.mcp_server.parameters import accepted, schema
from bnderive.mcp_server.tools import INSTRUCTIONS, REPORT, TOOLS, Tool, tool_named

Later = Callable[..., Awaitable[Any]]

# Nothing outside is read or changed, and the same question has the same answer.
HARMLESS = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def serve(later: Later) -> None:
    """Serves the client at standard input and output until it leaves; `later` calls a function in another process."""
    anyio.run(Service(later).run)


class Service:
    """Answers one client."""

    def __init__(self, later: Later) -> None:
        self.later = later
        self.server = Server(
            "bnderive",
            version=__version__,
            instructions=INSTRUCTIONS,
            on_list_tools=self.tools,
            on_call_tool=self.called,
        )

    async def run(self) -> None:
        async with stdio_server() as (read, write):
            await self.server.run(read, write, self.server.create_initialization_options())

    async def tools(self, context: object, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[described(tool) for tool in TOOLS])

    async def called(self, context: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        """What a tool answers. An error is an answer too, which the model reads."""
        try:
            return answered(await self.answer(params))
        except UsageError as error:
            return failed(complaint(error))
        except Exception as fault:
            said = one_line(f"internal error: {type(fault).__name__}: {fault}")
            print(f"bnderive: {said}", file=sys.stderr)
            return failed(f"{said}. This is a fault of bnderive, not of what it was given")

    async def answer(self, params: types.CallToolRequestParams) -> Answer:
        tool = tool_named(params.name)
        if tool is None:
            raise UsageError(f"there is no tool {params.name!r}; there are {', '.join(tool.name for tool in TOOLS)}")
        values = accepted(tool.parameters, params.arguments or {})
        found: Answer = await self.later(tool.answer, *values)
        return found


def described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=schema(tool.parameters),
        output_schema=REPORT,
        annotations=HARMLESS,
    )


def answered(answer: Answer) -> types.CallToolResult:
    content: list[types.ContentBlock] = [types.TextContent(text=answer.text)]
    return types.CallToolResult(content=content, structured_content=answer.data)


def failed(said: str) -> types.CallToolResult:
    content: list[types.ContentBlock] = [types.TextContent(text=said)]
    return types.CallToolResult(content=content, is_error=True)
