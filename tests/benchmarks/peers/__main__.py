"""Peers: `python -m tests.benchmarks.peers`, from the top folder, asks other programs about the claims of the seed.

Installs each in an environment of its own (this needs the network, and 2 GB for PyTorch twice) and prints a page of
tables: what each gets right, and how long it takes beside bnderive. Names of peers ask these alone; `--show` prints how
the claims are encoded, and runs nothing; `--write` keeps the page of a full run in PEERS.md.
"""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.peers.answers import SIZES
from tests.benchmarks.peers.asking import Asker, Rounds, rounds
from tests.benchmarks.peers.claims import GRADIENTS, claims
from tests.benchmarks.peers.installing import Installed, install
from tests.benchmarks.peers.peers import (
    AS_IT_STANDS,
    BNDERIVE,
    OVER_SYMBOLIC_N,
    PEERS,
    WRITTEN_OUT,
    Encoding,
    Peer,
    paragraphs,
    source,
)
from tests.benchmarks.peers.results import Results, page

PAGE = Path(__file__).parents[1] / "PEERS.md"


def main() -> None:
    wanted = arguments()
    if wanted.show:
        print(shown())
        return
    with tempfile.TemporaryDirectory(prefix="bnderive-peers-") as scratch:
        results = run(wanted, Path(wanted.folder or scratch).resolve())
    print(page(results))
    if wanted.write:
        PAGE.write_text(page(results), encoding="utf-8")


def arguments() -> Namespace:
    parser = ArgumentParser(
        "python -m tests.benchmarks.peers", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    names = [peer.name for peer in PEERS if peer != BNDERIVE]
    parser.add_argument("peers", nargs="*", metavar="PEER", help=f"{', '.join(names)}; default: all")
    parser.add_argument("--folder", help="keep the environments here, for other runs; default: none is kept")
    parser.add_argument("--deadline", type=float, default=60.0, metavar="SECONDS", help="for each question (60)")
    parser.add_argument("--show", action="store_true", help="print the claims and their encodings")
    parser.add_argument("--write", action="store_true", help="keep the page in PEERS.md")
    found = parser.parse_args()
    if unknown := [name for name in found.peers if name not in names]:
        parser.error(f"no peer is called {unknown[0]}; there are {', '.join(names)}")
    if found.write and found.peers:
        parser.error("--write keeps the page of a full run: no names of peers")
    return found


def shown() -> str:
    """The claims of the page, then every encoding as it is run."""
    page = [f"{claim.line:>3}  {claim.label:<7}  {claim.latex}" for claim in claims()]
    files = [f"\n{'=' * 20} encodings/{file}.py\n\n{source(file)}" for file in paragraphs()]
    return "\n".join((*page, *files))


def run(wanted: Namespace, folder: Path) -> Results:
    asked = [peer for peer in PEERS if peer == BNDERIVE or not wanted.peers or peer.name in wanted.peers]
    found = {peer: installed_in(folder, peer) for peer in asked}
    installed = {peer: it for peer, it in found.items() if isinstance(it, Installed)}
    failed = {peer: why for peer, why in found.items() if isinstance(why, str)}
    return Results(
        {peer: it.versions for peer, it in installed.items()},
        failed,
        wanted.deadline,
        seed=section(OVER_SYMBOLIC_N, installed, wanted.deadline, [str(claim.line) for claim in claims()]),
        gradients=section(OVER_SYMBOLIC_N, installed, wanted.deadline, list(GRADIENTS)),
        written_out=section(WRITTEN_OUT, installed, wanted.deadline, SIZES, ["gradient"]),
    )


def installed_in(folder: Path, peer: Peer) -> Installed | str:
    print(f"installing {peer.name}", file=sys.stderr, flush=True)
    return install(peer, folder)


def section(
    encodings: Sequence[Encoding],
    installed: Mapping[Peer, Installed],
    deadline: float,
    names: Sequence[str],
    base_names: Sequence[str] = (),
) -> dict[Encoding, Rounds]:
    base = Asker(installed[BNDERIVE].python, AS_IT_STANDS.table, deadline)
    found: dict[Encoding, Rounds] = {}
    for encoding in encodings:
        if encoding.peer in installed:
            print(f"asking {encoding.title}", file=sys.stderr, flush=True)
            asker = Asker(installed[encoding.peer].python, encoding.table, deadline)
            found[encoding] = rounds(asker, base, names, base_names or names, 3)
    return found


if __name__ == "__main__":
    main()
