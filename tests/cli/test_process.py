"""What only a process of its own can show: what is loaded, and what happens to its streams."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAVY = ("sympy", "rich", "markdown_it", "mpmath", "asyncio", "pygls", "mcp", "bnderive.source", "bnderive.syntax")
LOADED = f"import sys; print([name for name in {HEAVY!r} if name in sys.modules])"


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=surroundings, timeout=60)


def run(*arguments: str) -> str:
    return f"import sys, bnderive.cli as c\ntry: c.main({arguments!r})\nexcept SystemExit: pass\n"


@pytest.mark.parametrize(
    "code",
    [
        "import bnderive; dir(bnderive)\n",
        run("--help"),
        run("check", "--help"),
        run("server", "--help"),
        run("mcp", "--help"),
        run("--version"),
        run("chek"),
    ],
)
def test_nothing_heavy_is_loaded(code: str):
    assert python(code + LOADED).stdout.splitlines()[-1] == "[]"


def test_the_test_above_can_fail():
    assert python("import rich\n" + LOADED).stdout.splitlines()[-1] == "['rich']"


def test_module_and_version():
    command = [sys.executable, "-m", "bnderive", "--version"]
    assert subprocess.run(command, capture_output=True, text=True, timeout=60).stdout.startswith("bnderive 0.")


def test_public_names():
    code = "import bnderive; print(bnderive.Report.__module__, bnderive.Settings(boxed=True).boxed, bnderive.Nothing)"
    shown = python(code)
    assert "AttributeError: module 'bnderive' has no attribute 'Nothing'" in shown.stderr
    assert python(code.replace(", bnderive.Nothing", "")).stdout == "bnderive.report True\n"


def test_a_submodule_takes_no_functions_place():
    """`bnderive.check` is the function, even after the module of that name was imported."""
    code = (
        "import sys, types, bnderive, importlib.machinery as m\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'bnderive.check': return m.ModuleSpec(name, self)\n"
        "    def create_module(self, spec): return None\n"
        "    def exec_module(self, module): module.check = lambda path: 'judged ' + path\n"
        "sys.meta_path.insert(0, Finder())\n"
        "import bnderive.check\n"
        "from bnderive.check import check\n"
        "print(bnderive.check('a.md'), bnderive.check('b.md'))\n"
    )
    assert python(code).stdout == "judged a.md judged b.md\n"


PIPELINE = (
    "import sys; sys.path.insert(0, {root!r})\n"
    "from types import ModuleType\n"
    "from bnderive.report import Report\n"
    "from tests.reports.seed_report import REPORT\n"
    "m = ModuleType('bnderive.check'); m.check_documents = lambda d, s: REPORT\n"
    "sys.modules['bnderive.check'] = m\n"
    "from bnderive.cli import main\n"
    "raise SystemExit(main(['check', {path!r}, {option!r}]))\n"
)


@pytest.fixture
def judged(tmp_path, request):
    path = tmp_path / "paper.md"
    path.write_text("$$a = b$$\n", "utf-8")

    def code(option: str = "--no-progress") -> str:
        return PIPELINE.format(root=str(request.config.rootpath), path=str(path), option=option)

    return code


def test_reader_that_goes_away_is_no_fault(judged):
    command = [sys.executable, "-c", judged()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        error = process.stderr.read()
        assert process.wait(timeout=60) == 1
    assert error == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full is there on Linux only")
@pytest.mark.parametrize("option", ["--no-progress", "--output-format=json"])
def test_an_output_that_is_full_is_told(judged, option):
    with open("/dev/full", "w") as full:
        run = subprocess.run([sys.executable, "-c", judged(option)], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert run.returncode == 2
    assert run.stderr.decode().startswith("bnderive: error: cannot write to standard output: no space left on device")
    assert run.stderr.count(b"\n") == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_every_encoding_can_be_printed_to(judged, encoding):
    shown = subprocess.run(
        [sys.executable, "-c", judged()],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        timeout=60,
    )
    assert shown.returncode == 1
    assert shown.stderr == b""
    assert b"5 correct, 7 wrong" in shown.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_is_json_in_every_encoding(judged, encoding):
    import json

    shown = python(judged("--output-format=json"), PYTHONIOENCODING=encoding)
    assert json.loads(shown.stdout)["summary"]["wrong"] == 7
