"""The command `fix`: documents in, the same with their repairs out, as a text, as a diff, or written back."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bnderive.cli.documents import work_of
from bnderive.cli.faults import internal_error, say
from bnderive.cli.targets import STDIN, targets
from bnderive.cli.terminal import Bar, progress, replace_file, write_out_exactly
from bnderive.errors import UsageError
from bnderive.escape import one_line
from bnderive.records import dataclass
from bnderive.report import DEFAULT_FAIL_ON, Formula, Report, exit_status, summarise
from bnderive.runs.work import Work
from bnderive.settings import Settings

if TYPE_CHECKING:
    from bnderive.fixing import Fixed
    from bnderive.runs.apart import Apart

MARK = "\ufeff"
LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Original:
    """The text of a document as it stands, without the byte order mark that may come before it."""

    name: str
    format: str
    mark: str
    text: str


def fix(arguments: Namespace) -> int:
    from bnderive.runs.apart import Apart

    wanted = targets(arguments.files, not arguments.no_ignore_vcs)
    if arguments.write and any(target.path == STDIN for target in wanted):
        raise UsageError("-w writes files, and - is none: leave -w out, and the mended text goes to standard output")
    asked = Settings(
        strict=arguments.strict,
        layer=arguments.layer,
        isolated=arguments.isolated,
        ignore_expectations=arguments.ignore_expectations,
    )
    work = [work_of(target, arguments, asked) for target in wanted]
    statuses = [0]
    with Apart(arguments.timeout, len(work) > 1) as apart, progress(len(work), not arguments.no_progress) as bar:
        for done, each in enumerate(work):
            bar.at(done, each.name)
            try:
                statuses.append(_mend(arguments, each, apart, bar))
            except UsageError as error:
                say(f"bnderive: {one_line(each.name)}: {one_line(str(error).removeprefix(f'{each.name}: '))}")
                statuses.append(2)
            except Exception as fault:
                statuses.append(internal_error(fault))
    return max(statuses)


def _mend(arguments: Namespace, work: Work, apart: Apart, bar: Bar) -> int:
    """Mends one document, and tells its exit status: with --diff whether there are edits, else what is left."""
    from bnderive.fixing import fixed

    source, settings = original(work), work.settings
    found = apart(fixed, source.text, source.name, source.format, settings, arguments.unsafe)
    with bar.aside():
        _deliver(arguments, source, found)
    if arguments.diff:
        return int(found.text != source.text)
    report = Report((found.report,), summarise((found.report,)))
    return exit_status(report, settings.over(settings.project).fail_on or DEFAULT_FAIL_ON)


def _deliver(arguments: Namespace, source: Original, found: Fixed) -> None:
    """Writes what was mended to where it was asked for, and says what was not."""
    if arguments.write:
        if found.text != source.text:
            replace_file(source.name, (source.mark + found.text).encode())
        for row in found.mended:
            say(f"{place(source, row)}: mended: {' and '.join(rules(row))}")
    elif arguments.diff:
        write_out_exactly("".join(diff(source, found.text)))
    else:
        write_out_exactly(source.mark + found.text)
    _tell(source, found, arguments.unsafe)


def _tell(source: Original, found: Fixed, unsafe: bool) -> None:
    """What was not mended, and could have been."""
    for row in found.dropped:
        say(f"{place(source, row)}: left as it is: with {' and '.join(rules(row))} mended, something is not proved")
    if found.unsafe and not unsafe:
        rows = "1 more row" if found.unsafe == 1 else f"{found.unsafe} more rows"
        say(f"{one_line(source.name)}: --unsafe would mend {rows}")


def original(work: Work) -> Original:
    """Raises UsageError for what is no text of a known format."""
    from bnderive.source import read_bytes

    content = work.content()
    document = read_bytes(content, work.name, work.format)
    return Original(work.name, document.format, MARK * content.startswith(MARK.encode()), document.text)


def diff(source: Original, after: str) -> Iterator[str]:
    """A unified diff of the lines, each with its own line end."""
    from difflib import unified_diff

    old, new = (LINE.findall(source.mark + text) for text in (source.text, after))
    for line in unified_diff(old, new, source.name, source.name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def place(source: Original, row: Formula) -> str:
    where = f":{row.line}" if row.cell is None else f": {row.spot}"
    return f"{one_line(source.name)}{where}"


def rules(row: Formula) -> tuple[str, ...]:
    """The names of the faults that the repair of a row mends."""
    from bnderive.reports.rulebook import name_of_rule

    return tuple(f"{code} {name_of_rule(code)}" for code in row.repair.rules) if row.repair is not None else ()
