"""The README shows what the program prints: its report is run again and compared."""

from __future__ import annotations

import os
import pathlib
import re
import shlex
import subprocess
import sys

import bnderive
from bnderive.layers import standard_layers
from bnderive.reports.rulebook import table
from tests import picture

ROOT = pathlib.Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_report_is_what_the_command_prints() -> None:
    found = re.search(r"<!-- report: bnderive (.+?) -->\n```text\n(.*?)\n```", README, re.DOTALL)
    assert found is not None
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "bnderive", *shlex.split(found[1])]
    run = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=environment, check=False
    )
    assert run.stdout.rstrip() == found[2]
    assert run.returncode == 1


def test_the_picture_shows_what_the_command_prints() -> None:
    """`python -m tests.picture` draws it anew."""
    svg = picture.PICTURE.read_text("utf-8")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", picture.printed())
    assert "".join(picture.words(svg)) == "".join(plain.split())
    assert "http" not in svg.replace("http://www.w3.org/", "").replace("https://www.textualize.io", "")
    assert "examples/report.svg" in README


def test_every_standard_layer_is_named() -> None:
    assert all(f"`{layer.names[0]}`" in README for layer in standard_layers())


def test_the_example_has_the_one_slip_that_it_announces() -> None:
    report = bnderive.check(ROOT / "examples" / "layer_norm.md")
    assert [formula.verdict for formula in report if formula.role == "claim"] == ["correct"] * 3 + ["wrong"]
    (slip,) = report.wrong
    assert [relation.verdict for relation in slip.relations] == ["correct", "wrong"]


def test_the_tutorial_is_a_derivation_that_is_as_it_says() -> None:
    path = ROOT / "examples" / "writing_derivations.md"
    report = bnderive.check(path)
    assert report.ok
    judged = [formula.verdict for formula in report if formula.verdict is not None]
    assert judged.count("wrong") == path.read_text("utf-8").count("bnderive: expect wrong") == 1
    assert judged.count("correct") == len(judged) - 1
    assert judged.count("correct") > 10


def test_the_table_of_rules_is_that_of_the_program() -> None:
    """What `table()` gives stands there as it is."""
    found = re.search(r"<!-- rules -->\n(.*?)\n<!-- end of rules -->", README, re.DOTALL)
    assert found is not None
    assert found[1] == table()
