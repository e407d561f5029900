"""The arguments of every command, checked as far as they can be without reading a file."""

from __future__ import annotations

import os
import re
import sys
from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    BooleanOptionalAction,
    Namespace,
    RawDescriptionHelpFormatter,
    _ActionsContainer,
)
from collections.abc import Sequence

from bnderive import __version__
from bnderive.cli.completion import FILES, SHELLS
from bnderive.code import TARGETS
from bnderive.errors import UsageError
from bnderive.report import DEFAULT_FAIL_ON, FAIL_ON
from bnderive.reports import format_names
from bnderive.settings import LARGEST_BATCH, TRUST

SECONDS = 60.0  # that a document may take
LONGEST = 86_400
EXECUTORS = ("processes", "dask")
# Written out here, since no reader is loaded for --help.
DOCUMENT_FORMATS = ("markdown", "text", "tex", "notebook", "rst", "python")

_PURPOSE = "Checks hand-written derivations of normalisation layers, formula by formula, for every batch size."

_EPILOG = """\
exit status:
  0    nothing to report, or nothing that the document does not expect
  1    a wrong or undecided claim (see --fail-on), or one that is not as expected
  2    wrong usage, or a document that cannot be read, takes too long or needs too much; the others are still reported
  130  interrupted; what was judged until then is reported
  101  a fault of bnderive itself
"""

_FIX = """\
Writes the repairs of wrong formulas into documents, and nothing else: each formula that is changed is proved
afterwards. Without -w or --diff the mended document goes to standard output. What a comment expects to be wrong stays.
With --diff the exit status is 1 if there is anything to mend, else it is that of a check of the mended documents.
"""

_RULE = """\
Explains a rule of the report by its code or its name: when it is given, and what the author of a document can do.
"""

_COMPLETION = """\
Prints a script for a shell, which then completes commands, options and files. Needs shtab:
pip install 'bnderive[completion]'.
  bash  eval "$(bnderive completion bash)"                                        in ~/.bashrc
  zsh   bnderive completion zsh > "${fpath[1]}/_bnderive"
  fish  bnderive completion fish > ~/.config/fish/completions/bnderive.fish
"""

_CODE = """\
Prints proved closed forms as code: of a standard layer, or of what a document derives. Its forward pass, its gradients,
and with --with-test a test of these against finite differences or against the gradients of the library. A row that is
wrong is never written as it stands: its closed form, which is proved, is; what is left out is named in a comment.
"""

_CHECK = """\
Reads documents (Markdown, LaTeX, notebooks, reStructuredText, Python) and answers for every formula in them:
correct, wrong or undecided, for every batch size.
FILE:39 judges line 39 only. - reads standard input. Of a folder every document in it is read,
but what its .gitignore files name, and of a glob in quotes every document that matches.
What a symbol stands for, and which rows are known to be wrong, a document can say in comments
(<!-- bnderive: … -->, % bnderive: …) and a project in [tool.bnderive] of its pyproject.toml.
"""


_SERVER = """\
Speaks the Language Server Protocol at standard input and output: an editor starts it, and shows what it finds as you
type. Needs pygls: pip install 'bnderive[server]'.
"""

_MCP = """\
Speaks the Model Context Protocol at standard input and output: a program that writes derivations starts it, and has the
tools check, explain, show and prove. It is given texts and reads no file. Needs mcp: pip install 'bnderive[mcp]'.
"""


def parse(argv: Sequence[str]) -> Namespace:
    """The arguments; `run` among them names the function that carries out the command, by its module in this folder,
    which is loaded when it is called.
    """
    return parser_of_all().parse_args(argv)


def parser_of_all() -> ArgumentParser:
    """Every command with its arguments."""
    parser = ArgumentParser(
        prog="bnderive",
        description=_PURPOSE,
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"bnderive {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, summary: str, description: str) -> ArgumentParser:
        return subparsers.add_parser(
            name,
            help=summary,
            description=description,
            epilog=_EPILOG,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    _check(command("check", "judge every formula of documents", _CHECK))
    _read(
        command(
            "read", "show what is understood of documents, judging nothing", "Shows what is understood of documents."
        )
    )
    _fix(command("fix", "write the repairs of wrong formulas into documents", _FIX))
    _rule(command("rule", "explain a rule of the report", _RULE))
    _show(command("show", "print a standard layer and its derivatives", "Prints a standard layer and its derivatives."))
    _serving(command("server", "serve an editor: the language server", _SERVER), "serving.server")
    _serving(command("mcp", "serve programs that write derivations: the MCP server", _MCP), "serving.mcp")
    _completion(command("completion", "print what completes arguments in a shell", _COMPLETION))
    _code(command("code", "print proved closed forms as code", _CODE))
    return parser


def _check(parser: ArgumentParser) -> None:
    parser.set_defaults(run="commands.check")
    _documents(parser)
    _several(parser)
    _many(parser.add_argument_group("many documents"))
    parser.add_argument(
        "--watch", action="store_true", help="judge again what changes, until Ctrl-C; needs the extra `watch`"
    )
    judging = parser.add_argument_group("judging")
    how_to_judge(judging)
    judging.add_argument(
        "--certificate",
        metavar="FILE.json",
        help="write there what `python -m bnderive.recheck FILE.json` checks the verdicts again with",
    )
    judging.add_argument("--baseline", metavar="FILE.json", help="findings that are known, and do not count")
    judging.add_argument("--update-baseline", action="store_true", help="write there what is found, as known")
    judging.add_argument("--fail-on", choices=FAIL_ON, help=f"what gives exit status 1 (default: {DEFAULT_FAIL_ON})")
    _output(parser)


def how_to_judge(judging: _ActionsContainer) -> None:
    """What may be asked wherever formulas are judged."""
    _layer(judging)
    judging.add_argument("--boxed", action=BooleanOptionalAction, help="judge boxed formulas only")
    judging.add_argument(
        "--strict", action=BooleanOptionalAction, help="allow no assumption: what needs one is undecided"
    )
    judging.add_argument(
        "--batch-size", type=_batch_size, metavar="K", help="also check on an explicit batch of K inputs"
    )
    judging.add_argument(
        "--trust",
        choices=TRUST,
        help="whose word a proof needs: the kernel's, or the second engine's too (default: both)",
    )
    for option, what in (
        ("--select", "findings that count (default: all)"),
        ("--ignore", "findings that do not count"),
    ):
        judging.add_argument(
            option,
            type=_rules,
            action="extend",
            default=[],
            metavar="RULES",
            help=f"{what}: codes, their beginnings (BN3) or names, with commas between",
        )
    judging.add_argument(
        "--ignore-expectations", action="store_true", help="do not hear `expect` comments of a document"
    )
    judging.add_argument("--ignore-suppressions", action="store_true", help="do not hear its `ignore` comments")


def _read(parser: ArgumentParser) -> None:
    parser.set_defaults(run="commands.read")
    _documents(parser)
    _several(parser)
    _layer(parser)
    _output(parser)


def _fix(parser: ArgumentParser) -> None:
    parser.set_defaults(run="fix.fix")
    _documents(parser)
    _layer(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "-w", "--write", action="store_true", help="write the files, and say on standard error what was mended"
    )
    how.add_argument("--diff", action="store_true", help="show what would change")
    parser.add_argument(
        "--unsafe",
        action="store_true",
        help="also edit left sides, and put closed forms in the place of sides",
    )
    parser.add_argument("--strict", action=BooleanOptionalAction, help="allow no assumption")
    parser.add_argument(
        "--ignore-expectations", action="store_true", help="also mend rows that a comment expects to be wrong"
    )
    parser.add_argument("--no-progress", action="store_true", help="show no progress on standard error")


def _rule(parser: ArgumentParser) -> None:
    parser.set_defaults(run="commands.rule")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("name", nargs="?", metavar="RULE", help="its code or its name, such as BN301 or missing-accent")
    what.add_argument("--all", action="store_true", help="every rule")


def _completion(parser: ArgumentParser) -> None:
    parser.set_defaults(run="completion.completion")
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=f"one of {', '.join(SHELLS)}")


def _show(parser: ArgumentParser) -> None:
    parser.set_defaults(run="commands.show")
    parser.add_argument("name", metavar="NAME", help="the layer, such as batchnorm")
    parser.add_argument("--batch-size", type=_batch_size, metavar="K", help="write it out for a batch of K inputs")
    _color(parser)


def _serving(parser: ArgumentParser, run: str) -> None:
    parser.set_defaults(run=run)
    _timeout(parser)


def _code(parser: ArgumentParser) -> None:
    parser.set_defaults(run="code.code")
    parser.add_argument(
        "source",
        metavar="LAYER|FILE",
        help="a standard layer, such as batchnorm; else a document, or - for standard input",
    )
    parser.add_argument("--target", choices=TARGETS, default="numpy", help="what to write (default: %(default)s)")
    parser.add_argument("--with-test", action="store_true", help="also write a test (of numpy, torch and jax)")
    parser.add_argument("--output-file", metavar="FILE", help="write the code there and not to standard output")
    _layer(parser)
    parser.add_argument("--strict", action=BooleanOptionalAction, help="allow no assumption")
    _reading(parser)


def _documents(parser: ArgumentParser) -> None:
    files = parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a document, a folder, a glob such as 'docs/**/*.md', FILE:LINE for one line, or - for standard input",
    )
    setattr(files, *FILES)
    parser.add_argument(
        "--no-ignore-vcs", action="store_true", help="in folders and globs, also read what a .gitignore leaves out"
    )
    _reading(parser)


def _reading(parser: ArgumentParser) -> None:
    isolated(parser)
    _timeout(parser)
    parser.add_argument("--stdin-filename", metavar="NAME", help="the name that standard input goes by in the report")
    parser.add_argument(
        "--format",
        choices=DOCUMENT_FORMATS,
        help="of standard input (default: what the suffix of --stdin-filename names, else markdown)",
    )


def _timeout(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=SECONDS,
        metavar="SECONDS",
        help="what a document may take; its work is then ended, and the others go on (default: %(default)g)",
    )


def isolated(parser: _ActionsContainer) -> None:
    parser.add_argument("--isolated", action="store_true", help="read no pyproject.toml")


def _layer(parser: _ActionsContainer) -> None:
    parser.add_argument(
        "--layer",
        type=_layer_name,
        metavar="NAME",
        help="the standard layer that supplies what the documents leave out",
    )


def _several(parser: ArgumentParser) -> None:
    parser.add_argument(
        "-j",
        "--jobs",
        type=_jobs,
        default=1,
        metavar="N",
        help="documents that are judged at once; 0 or auto: as many as there are processors (default: %(default)s)",
    )


def _many(parser: _ActionsContainer) -> None:
    parser.add_argument(
        "--shard",
        type=_shard,
        metavar="K/N",
        help="judge the K-th of N parts of the documents, as one of N machines that share them",
    )
    parser.add_argument(
        "--executor",
        choices=EXECUTORS,
        default=EXECUTORS[0],
        help="what judges: processes here, or the workers of a cluster, for which the extra `dask` is needed",
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="where the scheduler of that cluster is, such as tcp://10.0.0.1:8786"
    )
    parser.add_argument("--no-cache", action="store_true", help="judge every document, whatever was found before")
    parser.add_argument(
        "--cache-dir", metavar="FOLDER", help="where reports on several documents are kept (default: the user's cache)"
    )


def _output(parser: ArgumentParser) -> None:
    output = parser.add_argument_group("output")
    output.add_argument("--output-format", choices=format_names(), default="full", help="default: %(default)s")
    output.add_argument(
        "--statistics",
        dest="output_format",
        action="store_const",
        const="statistics",
        help="only how often each rule is found: the same as --output-format statistics",
    )
    output.add_argument("--output-file", metavar="FILE", help="write the report there and not to standard output")
    output.add_argument("-q", "--quiet", action="store_true", help="show only what is wrong or undecided")
    output.add_argument("--no-progress", action="store_true", help="show no progress on standard error")
    _color(output)


def _color(parser: _ActionsContainer) -> None:
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="default: auto, in a terminal only; NO_COLOR and FORCE_COLOR are honoured",
    )


def _batch_size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= LARGEST_BATCH):
        raise ArgumentTypeError(f"a whole number from 1 to {LARGEST_BATCH} was expected, not {text!r}")
    return int(text)


def _rules(text: str) -> tuple[str, ...]:
    from bnderive.selection import known

    try:
        return tuple(known(word.strip()) for word in text.split(","))
    except UsageError as error:
        raise ArgumentTypeError(str(error)) from error


def _jobs(text: str) -> int:
    if text in ("0", "auto"):
        return _processors()
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text, re.ASCII):
        raise ArgumentTypeError(f"a whole number, or auto, was expected, not {text!r}")
    return int(text)


def _shard(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})", text, re.ASCII)
    if found is None or int(found[1]) > int(found[2]):
        raise ArgumentTypeError(f"a part such as 2/8 was expected, not {text!r}")
    return int(found[1]), int(found[2])


def _processors() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", text, re.ASCII) or not 0 < float(text) <= LONGEST:
        raise ArgumentTypeError(f"a number of seconds up to {LONGEST} was expected, not {text!r}")
    return float(text)


def _layer_name(text: str) -> str:
    from bnderive.layers import standard_layer

    try:
        return standard_layer(text).names[0]
    except UsageError as error:
        raise ArgumentTypeError(str(error)) from error
