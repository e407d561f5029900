"""Documents that want something run, read or shown that is not theirs to ask for. Each names a canary: PWNED."""

from __future__ import annotations

import json

from tests.hostile.building import FOURTH, LAYER, Bad, claim, text

CANARY = "PWNED"
SYSTEM = f"__import__('os').system('touch {CANARY}')"
WRONG = r"$$\mu + 0 = 1$$" + "\n"
TRUTH = "the true value"


def tex(name: str, preamble: str, side: str, where: tuple[int, int], rule: str, words: str) -> Bad:
    """A claim about μ in LaTeX."""
    rows = (r"\mu = \frac1N\sum_i x_i", rf"\mu + 0 = {side}")
    body = "".join(f"\\begin{{equation}}\n{row}\n\\end{{equation}}\n" for row in rows)
    return Bad(f"{name}.tex", (preamble + body).encode(), 1, where, rule, words)


def notebook(name: str, content: str, status: int, where: tuple[int, int] | None, rule: str, words: str) -> Bad:
    return Bad(f"{name}.ipynb", content.encode(), status, where, rule, words)


def cells(*cells: object) -> str:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def code(*source: str) -> object:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": list(source)}


def markdown(*source: str) -> object:
    return {"cell_type": "markdown", "metadata": {}, "source": list(source)}


RUNNING = cells(code(f"%system touch {CANARY}\n", SYSTEM), markdown(LAYER, WRONG))
SURROGATE = cells(markdown("$$\\mu = \ud800$$"))

CODE = (
    claim("name_that_runs", rf"x_{{{SYSTEM}}}", "BN201", "is not understood"),
    claim("operator_that_runs", rf"\operatorname{{{SYSTEM}}}(x_i)", "BN201", "is not understood"),
    claim("names_of_python", r"\mathrm{lambda}_i + \mathrm{exec}_i", "BN211", "nothing defines it"),
    claim("dunder", r"\mathit{().\_\_class\_\_.\_\_bases\_\_}", "BN203", "expected an opening"),
    text("comment_that_runs", f"<!-- bnderive: assume {SYSTEM} -->\n{LAYER}{WRONG}", (1, 1), "BN130", ""),
    Bad(
        "module.py",
        f'import os\nos.system("touch {CANARY}")\nr"""{LAYER}{WRONG}"""\n'.encode(),
        1,
        (9, 3),
        "BN300",
        TRUTH,
    ),
    Bad("docstring.py", f'r"""{LAYER}{WRONG}"""\nopen("{CANARY}", "w")\n'.encode(), 1, FOURTH, "BN300", TRUTH),
    notebook("cells_that_run", RUNNING, 1, (1, RUNNING.index(r"\\mu + 0") + 1), "BN300", TRUTH),
    tex(
        "write18", f"\\immediate\\write18{{touch {CANARY}}}\n", f"\\write18{{touch {CANARY}}}", (6, 1), "BN202", r"\wr"
    ),
    tex("directlua", "", f"\\directlua{{os.execute('touch {CANARY}')}}", (5, 1), "BN202", r"\directlua"),
)

OTHER_FILES = (
    tex("input", "\\input{/etc/passwd}\n\\include{/etc/shadow}\n", r"\input{/etc/passwd}", (7, 1), "BN202", r"\input"),
    tex("csname", "", r"\csname input\endcsname{/etc/passwd}", (5, 1), "BN202", r"\csname"),
    Bad(
        "include.rst",
        b".. include:: /etc/passwd\n\n.. raw:: html\n   :file: /etc/passwd\n\n.. math::\n\n   x_i = x_j + \\mu\n",
        1,
        (8, 4),
        "BN232",
        "the index j",
    ),
)

CHANNELS = (
    claim("script", rf"\text{{<script>alert('{CANARY}')</script>}} x_i", "BN201", "is not understood"),
    claim("href", rf"\href{{javascript:alert('{CANARY}')}}{{x_i}}", "BN202", r"\href"),
    claim("markup", "[/x] + [bold]E[x_i][/bold] + f:x:y", "BN201", "`/` is not understood"),
    claim("terminal", "1 \x9b31m\x1b]0;PWNED\x07", "BN201", "is not understood"),
    claim("bidirectional", "x_i \u202e\u2066 + 1 \u2069", "BN201", "is not understood"),
    text("workflow", f"{LAYER}$$\nx_i =\n::error file=a,line=1::{CANARY}\n$$\n", (9, 16), "BN201", "is not understood"),
)

LOOK_ALIKES = (
    text("zero_width", LAYER + "$$\\mu + 0 = x\u200b_i + \ufeff1$$\n", (7, 14), "BN115", "U+200B"),
    text("cyrillic", LAYER.replace("x_i", "х_i", 1) + WRONG, (1, 24), "BN114", ""),
)

MACROS = (
    tex("macro_of_itself", "\\newcommand{\\a}{\\a + 1}\n", r"\a", (6, 11), "BN108", "uses itself"),
    tex("macros_of_each_other", "\\def\\a{\\b}\\def\\b{\\a}\n", r"\a", (6, 11), "BN108", "uses itself"),
    tex(
        "macro_bomb",
        "\\newcommand{\\z}{x_i}\n"
        + "".join(
            f"\\newcommand{{\\{new}}}{{{f'{chr(92)}{old} + ' * 10}}}\n"
            for old, new in zip("zabcdefghijk", "abcdefghijkl", strict=True)
        ),
        r"\l",
        (18, 11),
        "BN108",
        "64 KiB",
    ),
    tex(
        "macro_arguments",
        "\\newcommand{\\d}[1]{#1#1}\n",
        r"\d{" * 40 + "x_i" + "}" * 40,
        (6, 11),
        "BN108",
        "not expanded",
    ),
)

NOTEBOOKS = (
    notebook("deep", '{"cells":' + "[" * 100_000, 2, None, "error", "is nested too deeply"),
    notebook("deep_and_closed", "[" * 5000 + "]" * 5000, 2, None, "error", "is nested too deeply"),
    notebook(
        "big_number", '{"cells": [], "nbformat": ' + "9" * 100_000 + "}", 2, None, "error", "cannot be read as JSON"
    ),
    notebook(
        "wrong_types", cells({"cell_type": "markdown", "source": {"a": 1}}), 2, None, "error", "the source of cell 0"
    ),
    notebook("not_a_number", '{"cells": NaN, "nbformat": Infinity}', 2, None, "error", "of format Infinity"),
    notebook("surrogate", SURROGATE, 1, (1, SURROGATE.index("$$") + 3), "BN201", "is not understood"),
)

ATTACKS = (*CODE, *OTHER_FILES, *CHANNELS, *LOOK_ALIKES, *MACROS, *NOTEBOOKS)
