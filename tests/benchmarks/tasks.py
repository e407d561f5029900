"""What runs in a process of its own and takes its own time: `python -m tests.benchmarks.tasks NAME ARGUMENT…`.

Prints JSON: the samples, label → [seconds, note], and the most memory that the process had, in MB. Imports come before
the clock, those too that wait for a first document (so another one is checked before). An answer that is not the
expected one ends the process, for its time would mislead.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from bnderive.report import Formula, Report

Samples = dict[str, tuple[float, str]]
_T = TypeVar("_T")

WARMING = 20  # claims of every shape, true and false, so that everything is loaded

GRADIENT = r"""
$$\hat{S}_i = \frac{S_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$
$$\mu = \frac{1}{N} \sum_{i=1}^N S_i$$
$$\sigma^2 = \frac{1}{N} \sum_{i=1}^N (S_i - \mu)^2$$
$$y_i = \gamma \hat{S}_i + \beta$$
$$\delta_i = \frac{\partial L}{\partial y_i}$$
$$\frac{\partial L}{\partial S_i} = \frac{\gamma}{N\sqrt{\sigma^2 + \epsilon}}
\left( N\delta_i - \sum_j \delta_j - \hat{S}_i \sum_j \delta_j \hat{S}_j \right)$$
"""


def timed(function: Callable[[], _T]) -> tuple[float, _T]:
    start = perf_counter()
    result = function()
    return perf_counter() - start, result


def expect(found: list[str | None], wanted: list[str]) -> None:
    """Raises SystemExit with the number of the first claim whose verdict is another than it must be."""
    for number, (verdict, due) in enumerate(zip(found, wanted, strict=True), start=1):
        if verdict != due:
            raise SystemExit(f"claim {number} is {due}, but was judged {verdict}")


def peak() -> float:
    """The most memory that this process had, in MB; 0 where the system does not tell."""
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:
        return 0.0
    return getrusage(RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


# -- documents ---------------------------------------------------------------------------------------------------------


def document(path: str) -> Samples:
    """A warm check; then every claim decided alone, as the first one that is asked of a newly read document."""
    from bnderive.check import check_text
    from bnderive.reports import View, load_format

    text = Path(path).read_text(encoding="utf-8")
    full = load_format("full")
    check_text("")
    view = View(width=100, color=False, judged=True, findings_only=False, encodable=True)
    first, _ = timed(lambda: full.render(check_text(text), view))
    seconds, report = timed(lambda: check_text(text))
    writing, _ = timed(lambda: full.render(report, view))
    return {
        "first check and full report, after the imports": (first, ""),
        "warm check": (seconds, ""),
        "full report of it": (writing, ""),
        **again(text, report.documents[0].formulas),
        **decisions(text),
    }


def again(text: str, formulas: Sequence[Formula]) -> Samples:
    """As an editor has it checked: unchanged, and after 0 was added to one claim; the mean over all claims."""
    from bnderive.check import check_text_again
    from bnderive.settings import Settings

    def check(state: str) -> tuple[float, Report]:
        return timed(lambda: check_text_again(state, "<text>", "markdown", Settings()))

    check(text)
    found = {"checked again, unchanged": (check(text)[0], "")}
    claims = [formula for formula in formulas if formula.verdict is not None]
    words = [claim.verdict or "" for claim in claims]
    lines = text.split("\n")
    for word in ("correct", "wrong"):
        taken = []
        for line in (claim.line - 1 for claim in claims if claim.verdict == word):
            check(text)
            changed = [*lines[:line], lines[line].replace("=", "= 0 +", 1), *lines[line + 1 :]]
            seconds, report = check("\n".join(changed))
            expect([f.verdict for f in report.documents[0].formulas if f.verdict is not None], words)
            taken.append(seconds)
        found[f"checked again, a {word} row changed"] = sum(taken) / len(taken), f"mean of {len(taken)}"
    return found


def decisions(text: str) -> Samples:
    from bnderive.judge import Judge
    from bnderive.settings import Settings
    from bnderive.source import read_text
    from bnderive.verdict import decide

    def claims() -> list[tuple[int, Any]]:
        judge = Judge(read_text(text, "document"), Settings())
        return [(j.entry.start.line, j.claim) for j in judge.judgements(False) if j.claim is not None]

    reading, known = timed(claims)
    together, _ = timed(lambda: [decide(claim) for _, claim in known])
    alone: Samples = {}
    for number, (line, _) in enumerate(known):
        seconds, verdict = timed(partial(decide, claims()[number][1]))
        alone[f"  the claim of line {line} alone"] = (seconds, verdict.word)
    return {
        "  reading and elaborating": (reading, ""),
        "  deciding all claims, one after the other": (together, f"{len(known)} claims"),
        **alone,
    }


def claims(count: str) -> Samples:
    from bnderive.check import check_text
    from tests.benchmarks.made import document as made

    check_text(made(WARMING)[0])
    text, wanted = made(int(count))
    seconds, report = timed(lambda: check_text(text))
    expect([f.verdict for f in report.documents[0].formulas][-len(wanted) :], wanted)
    verdicts = Counter(wanted)
    return {"check": (seconds, ", ".join(f"{verdicts[word]} {word}" for word in sorted(verdicts)))}


def growth(name: str, size: str) -> Samples:
    """The check of a document of one family; what is beyond a limit is undecided, and says so."""
    from bnderive.check import check_text
    from tests.benchmarks.growing import FAMILIES
    from tests.benchmarks.growing import document as grown
    from tests.benchmarks.made import document as made

    check_text(made(WARMING)[0])
    text, wanted = grown(FAMILIES[name], int(size))
    seconds, report = timed(lambda: check_text(text))
    judged = [f for f in report.documents[0].formulas if f.verdict is not None][-len(wanted) :]
    beyond = [f.verdict == "undecided" and f.rule == "BN290" for f in judged]
    limited = [f.message or "" for f, is_beyond in zip(judged, beyond, strict=True) if is_beyond]
    expect([due if b else f.verdict for f, b, due in zip(judged, beyond, wanted, strict=True)], wanted)
    words = Counter(f.verdict or "" for f in judged)
    note = ", ".join(f"{words[word]} {word}" for word in sorted(words))
    return {"check": (seconds, f"{note}: {limited[0]}" if limited else note)}


def batch(path: str, size: str) -> Samples:
    """A warm check; with a size that is not 0, on an explicit batch too. The first of a process imports SymPy."""
    from bnderive.check import check_text
    from bnderive.settings import Settings

    settings = Settings(batch_size=int(size) or None)
    text = Path(path).read_text(encoding="utf-8")
    check_text(text, settings=Settings(batch_size=2))
    check_text(text)
    seconds, report = timed(lambda: check_text(text, settings=settings))
    words = Counter(getattr(opinion, "word", "") for opinion in report.explicit)
    return {"check": (seconds, ", ".join(f"{words[word]} {word}" for word in sorted(words)))}


# -- one proof ---------------------------------------------------------------------------------------------------------


def proof_bnderive() -> Samples:
    from bnderive.judge import Judge
    from bnderive.settings import Settings
    from bnderive.source import read_text
    from bnderive.verdict import decide

    judge = Judge(read_text(GRADIENT, "document"), Settings())
    [claim] = [j.claim for j in judge.judgements(False) if j.claim is not None]
    seconds, verdict = timed(lambda: decide(claim))
    expect([verdict.word], ["correct"])
    return {"proof": (seconds, "proved")}


def check_gradient() -> Samples:
    from bnderive.check import check_text

    check_text("")
    seconds, report = timed(lambda: check_text(GRADIENT))
    expect([f.verdict for f in report][-1:], ["correct"])
    return {"check": (seconds, "proved")}


def difference(engine: Any, size: int) -> tuple[Any, Any]:
    """∂L/∂S_1 less its closed form on S_1 … S_K, by `diff`; and what stands under the root."""
    inputs = engine.symbols(" ".join(f"S_{k}" for k in range(size)))
    upstream = engine.symbols(" ".join(f"g_{k}" for k in range(size)))
    gamma, epsilon = engine.symbols("gamma epsilon")
    mean = sum(inputs) / size
    base = sum((x - mean) ** 2 for x in inputs) / size + epsilon
    hats = [(x - mean) / engine.sqrt(base) for x in inputs]
    loss = sum(g * gamma * hat for g, hat in zip(upstream, hats, strict=True))
    projected = sum(g * hat for g, hat in zip(upstream, hats, strict=True))
    closed = gamma / (size * engine.sqrt(base)) * (size * upstream[0] - sum(upstream) - hats[0] * projected)
    return loss.diff(inputs[0]) - closed, base


def proof_sympy(size: str) -> Samples:
    import sympy

    seconds, rest = timed(lambda: sympy.simplify(difference(sympy, int(size))[0]))
    return {"proof": (seconds, answer(rest))}


def proof_symengine(size: str) -> Samples:
    """SymEngine has no `simplify`: times the root cubed, the difference is a polynomial that `expand` makes zero."""
    import symengine  # type: ignore[import-not-found, unused-ignore]

    def rest() -> Any:
        value, base = difference(symengine, int(size))
        return symengine.expand(value * symengine.sqrt(base) ** 3)

    seconds, left = timed(rest)
    return {"proof": (seconds, answer(left))}


def answer(rest: Any) -> str:
    return "proved for this K" if rest == 0 else "not proved"


TASKS: dict[str, Callable[..., Samples]] = {
    "document": document,
    "claims": claims,
    "growth": growth,
    "batch": batch,
    "proof-bnderive": proof_bnderive,
    "check-gradient": check_gradient,
    "proof-sympy": proof_sympy,
    "proof-symengine": proof_symengine,
}


if __name__ == "__main__":
    samples = TASKS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps({"samples": samples, "memory": peak()}))
