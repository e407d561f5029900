"""The command `code`: layers, documents, lines of documents, standard input, files to write, wrong usage."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from bnderive.cli import main

TEXT = r"""
$$\mu = \frac{1}{N} \sum_i x_i$$
$$\sigma^2 = \frac{1}{N} \sum_i (x_i - \mu)^2$$
$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$
$$y_i = \gamma \hat{x}_i + \beta$$
$$\frac{\partial L}{\partial \beta} = \sum_k \frac{\partial L}{\partial y_k}$$
$$\frac{\partial L}{\partial \gamma} = \sum_k \frac{\partial L}{\partial y_k} \hat{x}_k$$
"""


@pytest.fixture
def paper(tmp_path, monkeypatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.md").write_text(TEXT)
    return "paper.md"


def test_layer(capsys):
    assert main(["code", "Batch-Norm"]) == 0
    shown = capsys.readouterr()
    assert "def batchnorm_backward(" in shown.out
    assert ast.parse(shown.out)


def test_document(paper, capsys):
    assert main(["code", paper, "--target", "torch", "--with-test"]) == 0
    shown = capsys.readouterr()
    assert "def backward(dy, hat_x):" in shown.out
    assert "torch.autograd.gradcheck" in shown.out


def test_one_line_of_a_document(paper, capsys):
    assert main(["code", f"{paper}:6"]) == 0
    shown = capsys.readouterr().out
    assert "dbeta" in shown
    assert "dgamma" not in shown


def test_output_file(paper, tmp_path, capsys):
    assert main(["code", paper, "--output-file", "out.py"]) == 0
    assert capsys.readouterr().out == ""
    assert "def backward" in (tmp_path / "out.py").read_text()


def test_a_layer_comes_before_a_folder_that_is_called_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "softmax").mkdir()
    (tmp_path / "softmax" / "paper.md").write_text(TEXT)
    assert main(["code", "softmax"]) == 0
    assert "def softmax_backward" in capsys.readouterr().out
    assert main(["code", "./softmax"]) == 0
    assert "def backward" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["batchnrom"], "did you mean batchnorm?"),
        (["no/such.md"], "no such file"),
        (["softmax", "--target", "latex", "--with-test"], "--with-test goes with"),
    ],
)
def test_wrong_usage(arguments, said, capsys):
    assert main(["code", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_folder(tmp_path, capsys):
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(TEXT)
    assert main(["code", str(tmp_path)]) == 2
    assert "holds 2 documents" in capsys.readouterr().err


def test_standard_input_and_no_array_library():
    """Code is written without any of the libraries that it is written for."""
    line = "import sys; from bnderive.cli import main; main(['code', '-', '--target', 'jax'])"
    check = "; sys.exit(bool({'numpy', 'torch', 'jax'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", line + check], input=TEXT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "import jax.numpy as jnp" in done.stdout
