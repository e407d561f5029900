"""Documents that would like to put code of their own into the generated code."""

from __future__ import annotations

import ast

import pytest

from bnderive.code import TARGETS, code_of_document
from bnderive.code.naming import Naming, ascii_identifier
from bnderive.code.texts import in_comment, in_docstring
from bnderive.settings import Settings
from tests.code.test_documents import BATCH_NORM

EVIL = "__import__('os').system('id')"
CLAIM = r"$$\frac{\partial L}{\partial \beta} = \sum_k \frac{\partial L}{\partial y_k}$$"
PATHS = ('a"""\nimport os\n"""', "a\r\nimport os", "a'''\\", 'a" + x + "', "a\\", "a\u2028import os", "a\x0cimport os")
NAMES = ("np", "lambda", "None", "print", "self", "torch", "N", "forward", "x_hat", "dy", "import", "class")
ROWS = (
    rf"$$\text{{{EVIL}}} = 1$$",
    rf"$$\frac{{\partial L}}{{\partial \gamma}} = \text{{\"\"\"; {EVIL} #}}$$",
    rf"$$\frac{{\partial L}}{{\partial \gamma}} = 3 % {EVIL}" + "\n$$",
    r"$$\frac{\partial L}{\partial \gamma} = \mathrm{import\ os} \\ \backslash\backslash n$$",
)
ALLOWED = (ast.Import, ast.ImportFrom, ast.FunctionDef)


def code(text: str, target: str = "numpy", name: str = "paper.md") -> str:
    return code_of_document(name, text.encode(), "markdown", Settings(isolated=True), target)


def is_sound(text: str) -> bool:
    """Whether a module holds functions and imports of its library alone, and reads nothing but its own names."""
    tree = ast.parse(text)
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return all(isinstance(node, ALLOWED) for node in tree.body) and imported == ["numpy"] and not called


@pytest.mark.parametrize("path", PATHS)
def test_paths(path):
    assert is_sound(code(BATCH_NORM + CLAIM, name=path))


@pytest.mark.parametrize("row", ROWS)
def test_rows(row):
    text = code(BATCH_NORM + CLAIM + "\n\n" + row)
    assert is_sound(text)
    assert "dbeta = dy.sum(axis=0)" in text


@pytest.mark.parametrize("name", NAMES)
def test_names(name):
    text = code((BATCH_NORM + CLAIM).replace(r"\beta", rf"\mathrm{{{name}}}"))
    assert is_sound(text)
    assert compile(text, "generated", "exec")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_stands_outside_comments(path, target):
    text = code(BATCH_NORM + CLAIM, target, path)
    plain = code(BATCH_NORM + CLAIM, target, "paper.md")
    assert code_lines(text, target) == code_lines(plain, target)


def code_lines(text: str, target: str) -> list[str]:
    """What is no comment, and no line of a docstring that quotes the path."""
    if target == "latex":
        return [line for line in text.split("\n") if not line.startswith("%")]
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            assert isinstance(node.body[0], ast.Expr)  # the docstring
            del node.body[0]
    return ast.unparse(tree).split("\n")


def test_identifiers_are_plain():
    for text in (*NAMES, EVIL, "", "_", "9", "ſ", "ﬁ", "a\u200bb", "é" * 99, r"\hat{\mathbf{x}}"):
        name = ascii_identifier(text)
        assert name.isidentifier()
        assert name.isascii()
        assert not name.startswith("_")


def test_names_differ_and_are_not_taken():
    naming = Naming()
    found = [naming(str(k), wanted) for k, wanted in enumerate(("x", "x", "x2", "lambda", "sum", "np", "x2"))]
    assert found == ["x", "x2", "x2_2", "lambda2", "sum2", "np2", "x2_3"]


def test_comments_and_docstrings_are_one_piece():
    for text in PATHS:
        assert all(line.startswith("# ") and "\n" not in line and "\r" not in line for line in in_comment(text))
        assert ast.literal_eval(f'"""{in_docstring(text)}"""') == ast.literal_eval(f'"""{in_docstring(text)} """')[:-1]
