"""The command `completion`: what a shell needs to complete the arguments of the program, made from these themselves."""

from __future__ import annotations

from argparse import Namespace

from bnderive.cli.terminal import write_out
from bnderive.errors import UsageError

SHELLS = ("bash", "zsh", "fish")
FILES = (
    "complete",
    {"bash": "_shtab_compgen_files", "zsh": "_files", "fish": "(__fish_complete_path (commandline -ct))"},
)
"""The attribute of an argument by which its values are completed as files."""


def completion(arguments: Namespace) -> int:
    """Raises UsageError where the extra is not installed."""
    try:
        import shtab
    except ImportError:
        raise UsageError("completion needs shtab: pip install 'bnderive[completion]'") from None
    from bnderive.cli.arguments import parser_of_all

    write_out(shtab.complete(parser_of_all(), shell=arguments.shell))
    return 0
