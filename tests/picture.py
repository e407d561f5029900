"""Draws the picture of a report that the README shows: `python -m tests.picture` writes examples/report.svg."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "examples" / "report.svg"
COMMAND = ("check", "--quiet", "--color=always", "examples/layer_norm.md")
COLUMNS = 100


def printed() -> str:
    """What the command prints in a terminal, with its colours."""
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "PYTHONIOENCODING": "utf-8"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "bnderive", *COMMAND]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, env=environment).stdout


def drawn(ansi: str) -> str:
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"))  # noqa: SIM115
    console.print(Text.from_ansi(ansi))
    svg = console.export_svg(title=" ".join(("bnderive", *COMMAND)).replace(" --color=always", ""), unique_id="report")
    return without_fonts(svg)


def without_fonts(svg: str) -> str:
    """A picture that loads nothing: its letters are those of the machine, at the places of a grid."""
    return re.sub(r"\s*@font-face \{[^}]*\}", "", svg).replace("Fira Code, monospace", "monospace")


def words(svg: str) -> list[str]:
    """What stands in a picture, without its spaces: every piece of text of one line is an element of its own."""
    body = svg[svg.index('<g class="report-matrix">') :]
    pieces = [unescape(text).replace("\u00a0", " ") for text in re.findall(r"<text[^>]*>([^<]*)</text>", body)]
    return "".join(pieces).split()


if __name__ == "__main__":
    PICTURE.write_text(drawn(printed()), "utf-8")
