"""The commands that serve an editor or a program: without their extra they say what is missing."""

from __future__ import annotations

import sys

import pytest

from bnderive.cli import main
from bnderive.cli.serving import needing
from bnderive.errors import UsageError

MODULES = ("bnderive.server", "bnderive.mcp_server")


def without(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """As if packages were not installed."""
    for name in list(sys.modules):
        if name.startswith((*MODULES, *names)):
            monkeypatch.delitem(sys.modules, name)
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.parametrize(
    ("command", "packages", "words"),
    [
        ("server", ("pygls", "lsprotocol"), "bnderive server needs pygls: pip install 'bnderive[server]'"),
        ("mcp", ("mcp", "mcp_types", "anyio"), "bnderive mcp needs mcp 2: pip install 'bnderive[mcp]'"),
    ],
)
def test_without_its_extra_a_command_says_so(command: str, packages: tuple[str, ...], words: str, monkeypatch, capsys):
    without(monkeypatch, *packages)
    assert main([command]) == 2
    assert capsys.readouterr().err == f"bnderive: error: {words}\n"


def test_an_older_version_is_a_missing_one():
    with pytest.raises(UsageError, match="needs mcp 2"), needing("mcp 2", "mcp", "mcp"):
        raise ImportError("cannot import name 'Server'", name="mcp.server.lowlevel")


def test_another_missing_module_is_a_fault_of_ours():
    with pytest.raises(ImportError), needing("mcp 2", "mcp", "mcp"):
        raise ImportError("no module", name="bnderive.mcp_server.services")


@pytest.mark.parametrize("command", ["server", "mcp"])
@pytest.mark.parametrize("arguments", [["--timeout", "0"], ["file.md"]])
def test_usage(command: str, arguments: list[str], capsys):
    with pytest.raises(SystemExit) as stopped:
        main([command, *arguments])
    assert stopped.value.code == 2


def test_help_names_both(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    assert "server  " in shown
    assert "mcp  " in shown
