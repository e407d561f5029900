"""`python -m tests.again [--edits N] [--seed S]`: random edits of every derivation here, each state checked twice."""

from __future__ import annotations

from argparse import ArgumentParser

from tests.again.run import checked, documents


def main() -> int:
    """Exit status 1 where a report is another one after the state before than by itself."""
    parser = ArgumentParser("python -m tests.again", description=__doc__)
    parser.add_argument("--edits", type=int, default=10, help="of each document (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn (default %(default)s)")
    wanted = parser.parse_args()
    found = [state for path in documents() for state in checked(path, wanted.edits, wanted.seed)]
    others = [state for state in found if state.alone != state.again]
    alone, again = sum(state.seconds_alone for state in found), sum(state.seconds_again for state in found)
    print(
        f"{len(found)} states, {len(others)} reports are others; {again:.0f} s for {alone:.0f} s, {again / alone:.2f} ×"
    )
    for state in others:
        print(f"\n-- {state.path.name}\n{state.text}")
    return int(bool(others))


if __name__ == "__main__":
    raise SystemExit(main())
