"""The MCP server: what a program that writes derivations asks comes in, judgements go out, as text and as data.

`service` needs the extra `mcp` (the official SDK), and nothing else here does. The server is given texts, and reads and
writes no file. Every call is carried out in a process of its own.
"""
