"""The README shows what the program prints: its report is run again and compared."""

from __future__ import annotations

import os
import pathlib
import re
import shlex
import shutil
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


def test_every_command_for_documents_runs(tmp_path: pathlib.Path) -> None:
    shutil.copytree(ROOT / "derivations", tmp_path / "derivations")
    blocks = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)
    lines = [line.removeprefix(".venv/bin/") for block in blocks for line in block.splitlines()]
    commands = [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("bnderive ")]
    assert len(commands) >= 2
    for command in commands:
        run = subprocess.run(
            [sys.executable, "-m", "bnderive", *command],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        )  # fmt: skip
        assert (run.returncode, run.stderr) == (0, b""), command
    assert (tmp_path / "report.html").stat().st_size > 0


def test_every_link_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", README)
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"(?m)^#+ (.+)$", README)
    }
    for target in (target for target in targets if not target.startswith("http")):
        path, _, anchor = target.partition("#")
        assert not path or (ROOT / path).exists(), target
        assert not anchor or anchor in anchors, target


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
