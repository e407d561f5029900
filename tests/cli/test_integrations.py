"""The action, the hook and the examples for continuous integration, as far as they run without a service."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bnderive.cli.arguments import parse
from bnderive.reports import format_names

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"
EXAMPLES = ROOT / "examples" / "ci"
SLIP = "$$\\mu = \\frac{1}{N} \\sum_i x_i$$\n\n$$\\frac{\\partial \\mu}{\\partial x_i} = \\frac{2}{N}$$\n"


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def runner(folder: Path) -> Path:
    """A folder for temporary files as a runner has it, with the program where the action's first step installs it."""
    program = folder / "bnderive" / "bin" / "bnderive"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m bnderive "$@"\n')
    program.chmod(0o755)
    return folder


def acted(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The last step of the action with some inputs, in a shell as a runner starts it."""
    action = read(ACTION)
    given = {name: str(spec.get("default", "")) for name, spec in action["inputs"].items()} | inputs
    step = action["runs"]["steps"][-1]
    environment = {key: given[value.split("inputs.")[1].split(" ")[0]] for key, value in step["env"].items()}
    temporary = str(runner(folder / "runner"))
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder, env={**os.environ, **environment, "RUNNER_TEMP": temporary}, capture_output=True, encoding="utf-8",
    )  # fmt: skip


def test_the_action_annotates_and_fails(tmp_path: Path) -> None:
    (tmp_path / "a b.md").write_text(SLIP)
    done = acted(tmp_path, files="a b.md\n\n", **{"sarif-file": "out.sarif"})
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=a b.md,line=3,")
    assert len(json.loads((tmp_path / "out.sarif").read_text("utf-8"))["runs"][0]["results"]) == 1


def test_inputs_of_the_action_are_no_part_of_its_script(tmp_path: Path) -> None:
    done = acted(tmp_path, files="$(touch pwned)\n; touch pwned", **{"output-format": "concise"})
    assert done.returncode == 2
    assert not (tmp_path / "pwned").exists()
    assert all("${{" not in step.get("run", "") for step in read(ACTION)["runs"]["steps"])


def test_formats_that_the_action_names_are_those_that_there_are() -> None:
    described = read(ACTION)["inputs"]["output-format"]["description"]
    assert all(name in described for name in format_names())


def test_the_hook_runs_a_command_that_there_is() -> None:
    (hook,) = read(ROOT / ".pre-commit-hooks.yaml")
    assert parse([*hook["entry"].split()[1:], "a.md"]).files == ["a.md"]
    (repository,) = read(EXAMPLES / "pre-commit-config.yaml")["repos"]
    assert [each["id"] for each in repository["hooks"]] == [hook["id"]]


def test_the_job_of_gitlab(tmp_path: Path) -> None:
    job = read(EXAMPLES / "gitlab-ci.yml")["derivations"]
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(SLIP)
    path = f"{runner(tmp_path / 'runner') / 'bnderive' / 'bin'}:{os.environ['PATH']}"
    status = [
        subprocess.run(["sh", "-c", line], cwd=tmp_path, env={**os.environ, "PATH": path}).returncode
        for line in job["script"]
    ]
    assert status == [0, 1]
    assert all((tmp_path / name).stat().st_size for name in job["artifacts"]["reports"].values())


def test_the_workflow_uses_inputs_that_the_action_has() -> None:
    steps = read(EXAMPLES / "github-workflow.yml")["jobs"]["check"]["steps"]
    given = next(step["with"] for step in steps if step["uses"].startswith("bnderive/"))
    assert given.keys() <= read(ACTION)["inputs"].keys()
    assert steps[-1]["with"]["sarif_file"] == given["sarif-file"]


@pytest.mark.skipif(shutil.which("pre-commit") is None, reason="pre-commit is not installed")
def test_pre_commit_runs_the_hook(tmp_path: Path) -> None:
    """From a clone of this repository; pre-commit makes an environment of its own for it."""
    for command in (["init", "-q"], ["config", "user.email", "a@b"], ["config", "user.name", "a"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    (tmp_path / "a.md").write_text(SLIP)
    subprocess.run(["git", "add", "a.md"], cwd=tmp_path, check=True)
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}
    command = ["pre-commit", "try-repo", str(ROOT), "bnderive", "--files", "a.md"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "wrong" in done.stdout
    assert "Failed" in done.stdout
