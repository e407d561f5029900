"""Generated code written to a file and run in a process of its own, as a user would run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SECONDS = 60


def run(text: str, folder: Path, more: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a module, and lines after it, with the interpreter of the tests."""
    file = folder / "generated.py"
    file.write_text(f"{text}\n{more}", encoding="utf-8")
    command = [sys.executable, "-W", "error::RuntimeWarning", str(file)]
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=folder)


def ran(text: str, folder: Path, more: str = "") -> str:
    """What it prints; the test fails with what it complains of."""
    done = run(text, folder, more)
    assert done.returncode == 0, done.stderr
    return done.stdout
