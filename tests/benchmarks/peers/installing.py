"""An environment for each peer, so that one that does not install costs no other its answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import bnderive
from tests.benchmarks.peers.peers import Peer

VERSIONS = """
import json, sys
from importlib.metadata import version
print(json.dumps({name: version(name) for name in sys.argv[1:]}))
"""


@dataclass(frozen=True, slots=True)
class Installed:
    python: str
    versions: str


def install(peer: Peer, folder: Path) -> Installed | str:
    """The peer's interpreter in a folder that may be there already; or, in a line, why there is none."""
    if not peer.requirements:
        return Installed(sys.executable, f"bnderive {bnderive.__version__}")
    place = folder / peer.name
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(place, with_pip=True)
    command = (str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.requirements)
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        return reason(run.stderr)
    found = versions(str(python), *(requirement.split("==")[0] for requirement in peer.requirements))
    return Installed(str(python), ", ".join(f"{name} {version}" for name, version in found.items()))


def versions(python: str, *names: str) -> dict[str, str]:
    run = subprocess.run((python, "-c", VERSIONS, *names), capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def reason(errors: str) -> str:
    """The last line in which pip says what failed.

    >>> reason("WARNING: slow\\nERROR: No matching distribution found for x\\n")
    'No matching distribution found for x'
    """
    lines = [line for line in errors.splitlines() if line.strip()] or ["pip failed without a word"]
    said = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (said or lines)[-1]
