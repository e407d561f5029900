"""The configurations of editors and clients that the examples give start commands which there are."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from bnderive.cli.arguments import parse

EXAMPLES = Path(__file__).parents[2] / "examples" / "editors"


def text(name: str) -> str:
    return (EXAMPLES / name).read_text("utf-8")


def test_helix():
    languages = tomllib.loads(text("helix.toml"))
    started = languages["language-server"]["bnderive"]
    assert (started["command"], parse(started["args"]).run) == ("bnderive", "serving.server")
    assert all("bnderive" in each["language-servers"] for each in languages["language"])


def test_clients_of_the_mcp_server():
    started = json.loads(text("mcp.json"))["mcpServers"]["bnderive"]
    assert (started["command"], parse(started["args"]).run) == ("bnderive", "serving.mcp")


@pytest.mark.parametrize(
    ("name", "started"),
    [
        ("neovim.lua", r'cmd = \{ "bnderive", "(\w+)" \}'),
        ("emacs.el", r'\("bnderive" "(\w+)"\)'),
        ("vscode/extension.js", r'\{ command, args: \["(\w+)"\] \}'),
    ],
)
def test_those_in_languages_of_their_own(name: str, started: str):
    (argument,) = re.findall(started, text(name))
    assert parse([argument]).run == "serving.server"


def test_the_extension_for_vs_code_begins_for_each_of_its_languages():
    package = json.loads(text("vscode/package.json"))
    (languages,) = re.findall(r"LANGUAGES = (\[.*?\]);", text("vscode/extension.js"))
    assert [event.removeprefix("onLanguage:") for event in package["activationEvents"]] == json.loads(languages)
    assert package["contributes"]["configuration"]["properties"]["bnderive.command"]["default"] == "bnderive"
    assert (EXAMPLES / "vscode" / package["main"]).exists()
