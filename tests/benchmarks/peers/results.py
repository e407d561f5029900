"""Everything that was found out, and its page in Markdown: tables first, then what they rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path

from tests.benchmarks.peers.answers import NONE, NOT_EXPRESSED, SIZES
from tests.benchmarks.peers.asking import Reply, Rounds
from tests.benchmarks.peers.claims import GRADIENTS, claims
from tests.benchmarks.peers.peers import Encoding, Peer, paragraphs
from tests.benchmarks.table import machine

WRITTEN_OUT = "Each cell: the verdict, and the time over that of bnderive's check of the gradient for every N."
MARKS = {"right verdict": "✓", "wrong verdict": "✗", NONE: "?", NOT_EXPRESSED: "–"}


@dataclass(frozen=True, slots=True)
class Results:
    """`seed`, `gradients` and `written_out` are by encoding; `failed` says why a peer did not install."""

    versions: Mapping[Peer, str]
    failed: Mapping[Peer, str]
    deadline: float
    seed: dict[Encoding, Rounds] = field(default_factory=dict)
    gradients: dict[Encoding, Rounds] = field(default_factory=dict)
    written_out: dict[Encoding, Rounds] = field(default_factory=dict)


def outcome(reply: Reply, label: str) -> str:
    """One of the words of `MARKS`: a verdict is compared with the label, and what is none says so itself."""
    if reply.word in MARKS:
        return reply.word
    return "right verdict" if reply.word == label else "wrong verdict"


def page(results: Results) -> str:
    parts = (
        head(results),
        f"## The seed's twelve claims\n\n{seed_table(results)}",
        f"### Claim by claim\n\nA column for each row of the table above.\n\n{claim_table(results)}",
        f"## The gradient for every N\n\n{gradient_table(results)}",
        f"## The gradient for N inputs, written out\n\n{WRITTEN_OUT}\n\n{written_out_table(results)}",
        f"## Why there is no answer\n\n{reasons(results)}",
        f"## How each was asked, and what its answers mean\n\n{encodings()}",
    )
    return "\n\n".join(parts) + "\n"


# -- parts -------------------------------------------------------------------------------------------------------------


def head(results: Results) -> str:
    text = (Path(__file__).parent / "head.md").read_text(encoding="utf-8")
    facts = {
        "date": str(date.today()),
        "machine": machine(),
        "versions": "; ".join(results.versions.values()),
        "deadline": f"{results.deadline:.0f}",
    }
    return text.format_map(facts).strip()


def absent(results: Results, before: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
    """The rows of peers that are not there."""
    for peer, why in results.failed.items():
        yield (*before, peer.name, f"did not install: {why}")


def seed_table(results: Results) -> str:
    names = [str(claim.line) for claim in claims()]
    headings = ("", "asked of", "brought by hand", "an answer covers", *MARKS, "processor time", "ratio")
    rows = (seed_row(k, *each, names) for k, each in enumerate(results.seed.items(), start=1))
    return table(headings, (*rows, *absent(results, ("",))))


def seed_row(number: int, encoding: Encoding, rounds: Rounds, names: Sequence[str]) -> tuple[str, ...]:
    labels = {str(claim.line): claim.label for claim in claims()}
    counts = Counter(outcome(rounds.found[0][name], labels[name]) for name in names)
    totals = (str(counts[word]) for word in MARKS)
    return (
        str(number),
        encoding.title,
        encoding.by_hand,
        encoding.covers,
        *totals,
        time(rounds, names),
        ratio(rounds, names, names),
    )


def claim_table(results: Results) -> str:
    """A column for each encoding, under its number in the table before."""
    columns = [rounds.found[0] for rounds in results.seed.values()]
    rows = (
        (str(claim.line), claim.label, *(MARKS[outcome(column[str(claim.line)], claim.label)] for column in columns))
        for claim in claims()
    )
    return table(("line", "label", *(str(k) for k in range(1, len(columns) + 1))), rows)


def gradient_table(results: Results) -> str:
    rows = (
        (
            encoding.title,
            encoding.by_hand,
            *(said(rounds.found[0][name], label) for name, label in GRADIENTS.items()),
            time(rounds, ["gradient"]),
            ratio(rounds, ["gradient"], ["gradient"]),
        )
        for encoding, rounds in results.gradients.items()
    )
    return table(
        ("asked of", "brought by hand", "the gradient", "its slip", "processor time", "ratio"),
        (*rows, *absent(results)),
    )


def said(reply: Reply, label: str) -> str:
    return f"{MARKS[outcome(reply, label)]} {reply.word}"


def written_out_table(results: Results) -> str:
    proofs = ((each.title, each.covers, *[every_size(rounds)] * len(SIZES)) for each, rounds in proved(results))
    checks = (
        (each.title, each.covers, *(one_size(rounds, name) for name in SIZES))
        for each, rounds in results.written_out.items()
    )
    return table(("asked of", "an answer covers", *SIZES), (*proofs, *checks, *absent(results)))


def proved(results: Results) -> Iterator[tuple[Encoding, Rounds]]:
    """Who proves it for every size at once from the definitions as they are, and need not write a batch out."""
    for encoding, rounds in results.gradients.items():
        if encoding.table in ("document:questions", "tensors:questions"):
            yield encoding, rounds


def every_size(rounds: Rounds) -> str:
    mark = MARKS[outcome(rounds.found[0]["gradient"], "correct")]
    return f"{mark} {ratio(rounds, ['gradient'], ['gradient'])}"


def one_size(rounds: Rounds, name: str) -> str:
    reply = rounds.found[0][name]
    return f"{MARKS[outcome(reply, 'correct')]} {ratio(rounds, [name], ['gradient'])}"


def reasons(results: Results) -> str:
    """The questions that have no answer, those with the same reason together."""
    sections = (results.seed, results.gradients, results.written_out)
    asked = [each for section in sections for each in section.items()]
    lines = [line for encoding, rounds in asked for line in unanswered(encoding, rounds)]
    return "\n".join(lines) or "Every question got one."


def unanswered(encoding: Encoding, rounds: Rounds) -> Iterator[str]:
    missing = [(reply.note, name) for name, reply in rounds.found[0].items() if reply.word in (NONE, NOT_EXPRESSED)]
    for note, group in groupby(sorted(missing, key=lambda each: each[0]), key=lambda each: each[0]):
        yield f"- {encoding.title}: {', '.join(name for _, name in group)}: {note}"


def encodings() -> str:
    return "\n\n".join(f"`encodings/{file}.py`. {text}" for file, text in paragraphs().items())


# -- cells -------------------------------------------------------------------------------------------------------------


def is_cut(rounds: Rounds, names: Iterable[str]) -> bool:
    return any(replies[name].is_cut for replies in rounds.found for name in names)


def has_answer(rounds: Rounds, names: Iterable[str]) -> bool:
    return any(rounds.found[0][name].word != NOT_EXPRESSED for name in names)


def time(rounds: Rounds, names: Sequence[str]) -> str:
    if not has_answer(rounds, names):
        return ""
    milliseconds = rounds.seconds(names) * 1000
    return f"{'> ' * is_cut(rounds, names)}{short(milliseconds)} ms"


def ratio(rounds: Rounds, names: Sequence[str], base: Sequence[str]) -> str:
    if not has_answer(rounds, names):
        return ""
    return f"{'> ' * is_cut(rounds, names)}{short(rounds.ratio(names, base))} ×"


def short(number: float) -> str:
    """Two digits that count, down to a thousandth.

    >>> short(0.00034), short(0.01234), short(1.26), short(87.3), short(123456)
    ('< 0.001', '0.012', '1.3', '87', '120,000')
    """
    if number < 0.001:
        return "< 0.001"
    rounded = float(f"{number:.2g}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:.2g}"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A row may have fewer cells than there are headings."""
    lines = (headings, ["---"] * len(headings), *((*row, *[""] * (len(headings) - len(row))) for row in rows))
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
