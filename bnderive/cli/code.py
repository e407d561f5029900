"""The command `code`: a standard layer or a document in, its proved closed forms as code out."""

from __future__ import annotations

from argparse import Namespace
from os.path import lexists

from bnderive.cli.documents import work_of
from bnderive.cli.targets import STDIN, targets
from bnderive.cli.terminal import write_file, write_out
from bnderive.errors import UsageError
from bnderive.settings import Settings


def code(arguments: Namespace) -> int:
    text = _of_layer(arguments) if is_layer(arguments.source) else _of_document(arguments)
    if arguments.output_file is not None:
        write_file(arguments.output_file, text)
    else:
        write_out(text)
    return 0


def is_layer(source: str) -> bool:
    """Whether a name is that of a standard layer; a folder that is called so comes second (`./softmax` is one)."""
    from bnderive.layers import standard_layer

    try:
        standard_layer(source)
    except UsageError:
        if source != STDIN and not lexists(source) and source.isidentifier():
            raise
        return False
    return True


def _of_layer(arguments: Namespace) -> str:
    from bnderive.code import code_of_layer

    return code_of_layer(arguments.source, arguments.target, arguments.with_test)


def _of_document(arguments: Namespace) -> str:
    """The work on a document is done apart, as every work on one is."""
    from bnderive.code import code_of_document
    from bnderive.runs.apart import Apart

    found = targets([arguments.source])
    if len(found) != 1:
        raise UsageError(f"{arguments.source} holds {len(found)} documents: code is written of one at a time")
    (target,) = found
    asked = Settings(strict=arguments.strict, layer=arguments.layer, isolated=arguments.isolated)
    work = work_of(target, arguments, asked)
    with Apart(arguments.timeout, several=False) as apart:
        return apart(
            code_of_document,
            work.name,
            work.content(),
            work.format,
            work.settings,
            arguments.target,
            arguments.with_test,
        )
