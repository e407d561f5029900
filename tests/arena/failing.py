"""Claims that bnderive does not yet judge as it must: the verdict that is due, the one it gave, the claim. False
verdicts first, rows without a verdict next, then what stays undecided. A row that is mended moves to its table.
"""

from __future__ import annotations

from tests.arena.case import Case
from tests.arena.layers import (
    BATCH_NORM,
    MEAN,
    NOTHING,
    RMS_NORM,
    TWO_OUTPUTS,
)  # fmt: skip

FAILING = (
    (
        "undecided",
        "wrong",
        Case(
            NOTHING,
            r"$$\mu = \frac1N \sum_{i=1}^N x_i$$"
            "\n"
            r"$$y_i = x_i - \mu$$"
            "\n"
            r"Without the mean the layer is simpler."
            "\n"
            r"$$y_i = x_i$$"
            "\n"
            r"$$\sum_i y_i = N\mu$$",
            "given twice, without a sign: redefined, or a slip?",
        ),
    ),
    (
        "correct",
        "undecided",
        Case(
            BATCH_NORM,
            r"When $i = j$, the derivative is"
            "\n"
            r"$$\frac{\partial \hat x_i}{\partial x_j} = \frac{1}{\sqrt{\sigma^2+\epsilon}}\left(1-"
            r"\frac1N-\frac{\hat x_i^2}{N}\right)$$"
            "\n"
            r"Otherwise"
            "\n"
            r"$$\frac{\partial \hat x_i}{\partial x_j} = -\frac{1}{N\sqrt{\sigma^2+\epsilon}}(1+\hat"
            r" x_i\hat x_j)$$",
            "the other case",
        ),
    ),
    (
        "correct",
        "undecided",
        Case(
            TWO_OUTPUTS,
            r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial u_i} + \frac{\partial L}{"
            r"\partial v_i} - \frac1N\sum_j\left(\frac{\partial L}{\partial u_j} - \frac{\partial L}{"
            r"\partial v_j}\right)",
            "both outputs, each with its path through μ",
        ),
    ),
    (
        "correct",
        "undecided",
        Case(
            RMS_NORM,
            r"\frac{\partial J}{\partial h_k} = q w_k g_k - \frac{q^3 h_k}{D}\sum_j g_j w_j h_j",
            "g is the only unknown name: the upstream gradient",
        ),
    ),
    (
        "wrong",
        "undecided",
        Case(
            MEAN,
            r"\frac{\partial\mu}{\partial x_i} = 2 \ne 1",
            "the first relation is a claim",
        ),
    ),
    (
        "wrong",
        "undecided",
        Case(
            RMS_NORM,
            r"\frac{\partial J}{\partial h_k} = q w_k g_k - \frac{q^3 h_k w_k}{D}\sum_j g_j h_j",
            "g is the upstream gradient; true for equal gains only",
        ),
    ),
)
