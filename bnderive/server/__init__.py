"""The language server: what an editor says of its documents comes in, diagnostics, hovers and repairs go out.

Needs the extra `server` (pygls). Documents are judged in processes of their own, never here.
"""
