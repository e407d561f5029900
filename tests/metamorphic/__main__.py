from __future__ import annotations

import time
from argparse import ArgumentParser

import tests.metamorphic as metamorphic
from tests.metamorphic.run import outcomes, tally


def main() -> int:
    """Exit status 1 where a verdict is not the one that the claim has to have."""
    parser = ArgumentParser("python -m tests.metamorphic", description=metamorphic.__doc__)
    parser.add_argument("--variants", type=int, default=10_000, help="how many claims are judged (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn (default %(default)s)")
    parser.add_argument("--show", type=int, default=5, help="how many documents of other verdicts to print")
    wanted = parser.parse_args()
    start = time.process_time()
    found = list(outcomes(wanted.variants, wanted.seed))
    print(f"{len(found)} variants, seed {wanted.seed}, {time.process_time() - start:.0f} s of processor time")
    for (is_to_be, word), count in sorted(tally(found).items()):
        print(f"{count:7} that have to be {is_to_be} are {word}")
    others = [outcome for outcome in found if outcome.word != outcome.wanted]
    for outcome in sorted(others, key=lambda outcome: not outcome.is_false)[: wanted.show]:
        print(f"\n-- claim {outcome.number}, {outcome.format}: {outcome.wanted}, was called {outcome.word}")
        print(outcome.document)
    return int(bool(others))


if __name__ == "__main__":
    raise SystemExit(main())
