"""What every name of a document stands for, told by hand."""

from __future__ import annotations

import pytest

from bnderive.check import read_documents
from bnderive.settings import Settings
from bnderive.source import read_text

NORM = r"""
$$\hat{x}_k = \frac{x_k - \mu}{\sqrt{v + \epsilon}}, \quad \mu = \frac1n \sum_{k=1}^n x_k$$
$$v = \frac1m \sum_{k=1}^m (x_k - \mu)^2, \quad y_k = w_k \hat{x}_k + b$$
$$g_k = \frac{\partial L}{\partial y_k}$$
$$\frac{\partial L}{\partial b} = \sum_k g_k$$
"""
SOFTMAX = (
    r"$$p_i = \frac{e^{a_i}}{\sum_j e^{a_j}}$$ $$L = -\sum_i t_i \log p_i$$ $$\frac{\partial L}{\partial a_i} = 0$$"
)


def names(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    (document,) = read_documents([read_text(text)], Settings()).documents
    return {row.name: (row.role, row.reads) for row in document.names}


def test_names_of_a_normalisation():
    assert names(NORM) == {
        "m, n": ("size", ()),
        "x_k": ("input", ()),
        r"\epsilon": ("parameter", ()),
        "w_k": ("input", ()),
        "b": ("parameter", ()),
        r"\mu": ("statistic", ("x_k",)),
        "v": ("statistic", ("x_k", r"\mu")),
        r"\hat{x}_k": ("node", ("x_k", r"\epsilon", r"\mu", "v")),
        "y_k": ("output", ("w_k", "b", r"\hat{x}_k")),
        "g_k": ("gradient", ("L", "y_k")),
        "L": ("loss", ("y_k",)),
    }


def test_a_loss_that_is_defined_reads_what_its_definition_reads():
    found = names(SOFTMAX)
    assert found["L"] == ("loss", ("t_i", "p_i"))
    assert found["a_i"] == found["t_i"] == ("input", ())


def test_every_name_comes_after_what_it_is_made_of():
    text = NORM + r"$$z_k = y_k^2 \mu$$"
    rows = list(names(text).items())
    for place, (_, (role, reads)) in enumerate(rows):
        before = {name for name, _ in rows[:place]}
        assert set(reads) - {"L"} <= before, role


@pytest.mark.parametrize("text", ["no formula", "$$x = $$", "$$\\frac{$$"])
def test_a_document_without_names_has_none(text):
    assert names(text) == {}
