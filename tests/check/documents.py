"""Two real documents, and a short one with a row of every verdict."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
SEED = ROOT / "tests" / "derivations" / "seed.txt"
RIGHT = ROOT / "derivations" / "batch_norm.md"

TEXT = r"""# Mean

$$\mu = \frac{1}{N} \sum_{i=1}^{N} x_i$$

$$\boxed{\frac{\partial \mu}{\partial x_i} = \frac{1}{N}}$$

$$\frac{\partial \mu}{\partial x_i} = \frac{2}{N}$$

$$\frac{\partial \mu}{\partial x_i} = q$$

$$
\begin{aligned}
\sum_i (x_i - \mu) &= N \mu - N \mu \\
&= 0
\end{aligned}
$$
"""
VERDICTS = [None, "correct", "wrong", "undecided", "correct", "correct"]
LINES = [3, 5, 7, 9, 13, 14]
