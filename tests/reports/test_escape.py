"""Nothing of a document reaches a terminal as a command."""

from __future__ import annotations

import unicodedata

import pytest

from bnderive.escape import for_terminal, one_line
from bnderive.report import Counterexample

HIDDEN = [
    *range(0x20),
    *range(0x7F, 0xA0),
    0xAD,
    0x200B,
    0x200E,
    0x202E,
    0x2066,
    0x2069,
    0x2028,
    0xFEFF,
    0xD800,
    0xE0041,
]


@pytest.mark.parametrize("code", HIDDEN)
def test_controls_never_come_through(code: int):
    shown = one_line(f"a{chr(code)}b")
    assert shown in ("a b", "a\ufffdb")


def test_every_control_and_format_character_is_replaced():
    passed = [
        c for c in map(chr, range(0x110000)) if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c in one_line(c)
    ]
    assert passed == []


def test_mathematics_and_foreign_text_come_through():
    text = "Ŝᵢ = γ/(N√(σ²+ε)) 批归一化 E[x_i] [/x] :smile:"
    assert one_line(text) == text


@pytest.mark.parametrize("text", ["::error file=a::b", "  ::set-output name=a::b", "##[command]rm"])
def test_ci_commands_are_broken_up(text: str):
    shown = one_line(text)
    assert "::" not in shown
    assert "##[" not in shown


def test_whole_values_are_made_safe():
    point = Counterexample(3, {"i\x1b": 1}, {"S\x9b": ("0", "\x1b[2J")}, "1\n2", "3")
    assert for_terminal(point) == Counterexample(3, {"i\ufffd": 1}, {"S\ufffd": ("0", "\ufffd[2J")}, "1 2", "3")
