"""The one frozen record of what a run was asked to do, by the command line or a Python call; every step may read it.

Nothing here reads a file or an environment variable.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What to judge and how.

    `boxed` judges boxed formulas only; `strict` allows no assumption; `batch_size` adds the check on an explicit batch
    of that many inputs. `lines` holds (path, line) pairs: of a path that occurs in it, only these lines are judged.
    Whatever is not judged is read all the same, as context. `layer` names the standard layer that a document is about.
    """

    boxed: bool = False
    strict: bool = False
    batch_size: int | None = None
    lines: tuple[tuple[str, int], ...] = ()
    layer: str | None = None

    def selects(self, path: str, line: int, end_line: int, boxed: bool) -> bool:
        """Whether a formula on lines `line` to `end_line` (inclusive) of `path` is to be judged.

        >>> Settings(lines=(("a.md", 39),)).selects("a.md", 37, 37, boxed=False)
        False
        >>> Settings(lines=(("a.md", 39),)).selects("b.md", 37, 37, boxed=False)
        True
        """
        wanted = [number for name, number in self.lines if name == path]
        return (boxed or not self.boxed) and (not wanted or any(line <= number <= end_line for number in wanted))
