"""The whole JSON report of the seed's derivation, raw and retold, as a file beside this one.

`python -m tests.derivations.golden --write`, from the top folder, writes it anew; read the difference before you keep
it. Without `--write` the exit status is 1 where the file is out of date.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden" / "seed.json"
DOCUMENTS = ("tests/derivations/seed.txt", "derivations/batch_norm_seed.md")


def report(*options: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The report as a process of its own writes it; `options` are those of the interpreter."""
    command = [sys.executable, *options, "-m", "bnderive", "check", "--output-format", "json", *DOCUMENTS]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, timeout=60)


def main(arguments: list[str]) -> int:
    run = report()
    sys.stderr.buffer.write(run.stderr)
    if arguments == ["--write"] and run.returncode == 1:
        GOLDEN.write_bytes(run.stdout)
    return int(GOLDEN.read_bytes() != run.stdout)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
