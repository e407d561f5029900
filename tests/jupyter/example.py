"""The example notebook, run as its reader runs it. `python -m tests.jupyter.example --write` renews its outputs."""

from __future__ import annotations

import json
import os
import pathlib
import sys
import tempfile
from typing import Any

ROOT = pathlib.Path(__file__).parents[2]
NOTEBOOK = ROOT / "examples" / "explore_batchnorm.ipynb"


def read() -> dict[str, Any]:
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def executed() -> dict[str, Any]:
    """The notebook as it is after a run of all its cells in a new kernel. Raises what a cell raises."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", record_timing=False)
    with tempfile.TemporaryDirectory() as home:
        found = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        folders = {"IPYTHONDIR": home, "MPLCONFIGDIR": home, "PYTHONPATH": found}
        client.execute(cwd=str(NOTEBOOK.parent), env={**os.environ, **folders})
    return plain(json.loads(nbformat.writes(notebook, version=4)))


def plain(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook without what depends on the machine: the version of Python."""
    notebook["metadata"]["language_info"] = {"name": "python"}
    return notebook


if __name__ == "__main__" and "--write" in sys.argv:
    NOTEBOOK.write_text(json.dumps(executed(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
