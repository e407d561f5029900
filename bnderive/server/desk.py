"""The documents that are open in an editor: versions come in, each is judged once, its report goes out.

Judging waits until nothing was typed for a moment, and work on a version that is no longer there is ended. A text that
was judged under the same settings is not judged again.
"""

from __future__ import annotations

import sys
from asyncio import Task, create_task, sleep, to_thread, wait
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bnderive.check import check_text_again
from bnderive.errors import UsageError
from bnderive.escape import one_line
from bnderive.fixing import fixed
from bnderive.records import dataclass
from bnderive.report import DocumentReport
from bnderive.server.positions import MARK
from bnderive.server.sheets import Sheet
from bnderive.settings import Settings

PAUSE = 0.3  # seconds without a change after which a text is judged

Later = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Work:
    """What a judgement depends on."""

    text: str
    name: str
    format: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class Judged:
    """A version of a document, and what is said of it; `work` is the reason where it could not be read."""

    sheet: Sheet
    work: Work | str
    report: DocumentReport


class Desk:
    """`later` calls a function in another process; `tell` hears of every version that was judged."""

    def __init__(self, later: Later, tell: Callable[[Judged], None]) -> None:
        self.later = later
        self.tell = tell
        self.sheets: dict[str, Sheet] = {}
        self.tasks: dict[str, Task[Judged]] = {}
        self.at_work: dict[str, Work | str] = {}
        self.last: dict[str, Judged] = {}
        self.mended: dict[str, tuple[Work, str]] = {}

    def open(self, sheet: Sheet) -> None:
        self.put(sheet, 0)

    def change(self, uri: str, version: int | None, text: str) -> None:
        if uri in self.sheets:
            self.put(replace(self.sheets[uri], version=version, text=text), PAUSE)

    async def look_again(self) -> None:
        """Judges at once what is open and has changed, or whose settings have."""
        for sheet in tuple(self.sheets.values()):
            work = await self.work(sheet)
            if self.sheets.get(sheet.uri) is sheet and self.at_work.get(sheet.uri) != work:
                self.put(sheet, 0)

    def close(self, uri: str) -> None:
        """Ends the work on a document and forgets it."""
        task = self.tasks.pop(uri, None)
        if task is not None:
            task.cancel()
        for known in (self.sheets, self.at_work, self.last, self.mended):
            known.pop(uri, None)

    async def judged(self, uri: str) -> Judged | None:
        """The report on the version that is open now, once there is one; None for a document that is not open."""
        while (task := self.tasks.get(uri)) is not None:
            await wait({task})
            if not task.cancelled():
                return task.result()
            if self.tasks.get(uri) is task:
                break
        return None

    async def mended_text(self, found: Judged) -> str:
        """The text with all its safe repairs, as the command `fix` gives it. Raises UsageError as that does."""
        work = found.work
        if isinstance(work, str):
            return found.sheet.text
        known = self.mended.get(found.sheet.uri)
        if known is None or known[0] != work:
            text = work.text.removeprefix(MARK)
            done = await self.later(fixed, text, work.name, work.format, work.settings, False)
            known = (work, MARK * work.text.startswith(MARK) + done.text)
            self.mended[found.sheet.uri] = known
        return known[1]

    # -- one version -------------------------------------------------------------------------------------------------

    def put(self, sheet: Sheet, pause: float) -> None:
        task = self.tasks.get(sheet.uri)
        if task is not None:
            task.cancel()
        self.sheets[sheet.uri] = sheet
        self.tasks[sheet.uri] = create_task(self.judge(sheet, pause))

    async def judge(self, sheet: Sheet, pause: float) -> Judged:
        await sleep(pause)
        found = await self.report(sheet)
        self.last[sheet.uri] = found
        self.tell(found)
        return found

    async def work(self, sheet: Sheet) -> Work | str:
        """What is to be done for a version, or why nothing can be."""
        try:
            return Work(sheet.text, sheet.name, sheet.format(), await to_thread(sheet.settings))
        except UsageError as error:
            return str(error)

    async def report(self, sheet: Sheet) -> Judged:
        work = await self.work(sheet)
        self.at_work[sheet.uri] = work
        if isinstance(work, str):
            return Judged(sheet, work, DocumentReport(sheet.name, error=work))
        last = self.last.get(sheet.uri)
        if last is not None and last.work == work and last.report.error is None:
            return replace(last, sheet=sheet)
        try:
            report = await self.later(check_text_again, work.text, work.name, work.format, work.settings)
            return Judged(sheet, work, report.documents[0])
        except UsageError as error:
            said = str(error).removeprefix(f"{sheet.name}: ")
        except Exception as fault:
            said = f"internal error: {type(fault).__name__}: {fault}"
            print(f"bnderive: {one_line(said)}", file=sys.stderr)
        return Judged(sheet, work, DocumentReport(sheet.name, error=said))
