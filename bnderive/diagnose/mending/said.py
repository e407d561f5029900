"""What is said of a mending: the fault by its name, what stands there, and what was meant."""

from __future__ import annotations

from bnderive.diagnose.mending.search import Mending
from bnderive.diagnose.mending.variants import Edit
from bnderive.syntax import print_latex

LONGEST = 90


def said(mending: Mending) -> str:
    """`dropped factor: $\\frac{2}{N}$ should be $\\frac{2}{N} (S_i - \\mu)$`."""
    if mending.is_on_left:
        return f"{named(mending.edits[0])}: the left side should be ${print_latex(mending.head)}$"
    return ", and ".join(f"{named(edit)}: {exchanged(edit)}" for edit in mending.edits)


def named(edit: Edit) -> str:
    """The faults that an edit mends, in words."""
    return " and ".join(dict.fromkeys(repair.name.replace("-", " ") for repair in edit.repairs))


def exchanged(edit: Edit) -> str:
    old, new = print_latex(edit.old), print_latex(edit.new)
    if len(old) + len(new) > LONGEST:
        return f"${new}$ was meant" if len(new) <= LONGEST else "see the repair"
    return f"${old}$ should be ${new}$"
