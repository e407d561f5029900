"""The one frozen record of what holds for a document: said by the call, by the document itself, or by its project.

A field at its default says nothing, and then the next of these is asked. Nothing here reads a file or an environment
variable.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from bnderive.records import dataclass

LARGEST_BATCH = 64
TRUST = ("kernel", "both")


@dataclass(frozen=True, slots=True)
class Settings:
    """What to judge and how, and what the symbols of a document stand for.

    `boxed` judges boxed formulas only; `strict` allows no assumption; `batch_size` adds the check on an explicit batch
    of that many inputs. `lines` holds (path, line) pairs: of a path that occurs in it, only these lines are judged.
    Whatever is not judged is read all the same, as context.

    `layer` names a standard layer. `sizes` holds letters that mean one size, a tuple for each; `indices` are letters
    that run over an axis; `output` is what the loss is a function of, `upstream` the name of its derivative by that;
    `layout` is that of Jacobians; `assume` holds statements such as `x_i > 0`. All of these are LaTeX.

    Of the rules (codes, their beginnings such as `BN3`, names) `select` holds those whose findings count, by default
    all, and `ignore` those whose findings do not; where a finding is in both, the longer code decides.

    `ignore_suppressions` and `ignore_expectations` leave comments of that kind in a document unheard. `project` is what
    its pyproject.toml says, and `isolated` that none is read. `trust` is whose word a proof needs: `kernel`, or `both`
    (by default) where the second engine must not contradict it. `certificate` adds to the report what is needed to
    check its verdicts again.
    """

    boxed: bool | None = None
    strict: bool | None = None
    batch_size: int | None = None
    lines: tuple[tuple[str, int], ...] = ()
    fail_on: str | None = None
    layer: str | None = None
    sizes: tuple[tuple[str, ...], ...] = ()
    indices: tuple[str, ...] = ()
    upstream: str | None = None
    output: str | None = None
    loss: str | None = None
    layout: str | None = None
    assume: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ignore_suppressions: bool = False
    ignore_expectations: bool = False
    isolated: bool = False
    trust: str | None = None
    certificate: bool = False
    project: Settings | None = None

    def over(self, other: Settings | None) -> Settings:
        """These settings, and those of `other` where these say nothing.

        >>> Settings(loss="L").over(Settings(loss="J", output="y_i")) == Settings(loss="L", output="y_i")
        True
        """
        said: dict[str, Any] = {
            f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default
        }
        return replace(other or Settings(), **said)

    def along_with(self, other: Settings) -> Settings:
        """These settings over those of `other`, and of sizes, indices and assumptions both."""
        return replace(
            self.over(other),
            sizes=(*other.sizes, *self.sizes),
            indices=(*other.indices, *self.indices),
            assume=(*other.assume, *self.assume),
        )

    def selects(self, path: str, line: int, end_line: int, boxed: bool) -> bool:
        """Whether a formula on lines `line` to `end_line` (inclusive) of `path` is to be judged.

        >>> Settings(lines=(("a.md", 39),)).selects("a.md", 37, 37, boxed=False)
        False
        >>> Settings(lines=(("a.md", 39),)).selects("b.md", 37, 37, boxed=False)
        True
        """
        wanted = [number for name, number in self.lines if name == path]
        return (boxed or not self.boxed) and (not wanted or any(line <= number <= end_line for number in wanted))
