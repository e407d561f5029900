"""Programs as the text of a Python module for a library of arrays: functions with docstrings, a test if asked for."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from bnderive import __version__
from bnderive.code.blocks import Routine
from bnderive.code.dialects import Dialect
from bnderive.code.formulas import Derivative, Formulas
from bnderive.code.naming import Naming
from bnderive.code.routines import Program, program_of
from bnderive.code.testing import RESERVED, tests
from bnderive.code.texts import WIDTH, in_comment, in_docstring, indented
from bnderive.reports.unicode_math import readable
from bnderive.terms import Delta, Sym, walk

EMPTY = "Nothing is proved here that code can be written of."


def python_module(sources: Sequence[Formulas], dialect: Dialect, with_test: bool) -> str:
    """The text of the module; each of several sources has functions of its own."""
    programs = [program_of(formulas, dialect, naming_of(formulas)) for formulas in sources]
    lines = [*header(programs), "", dialect.imports]
    for program in programs:
        for routine in (program.forward, program.backward, *program.jacobians):
            lines += ["", "", *function(program, routine)] if routine is not None else []
    if with_test:
        lines += ["", "", *tests(programs, dialect)]
    return "\n".join(lines) + "\n"


def naming_of(formulas: Formulas) -> Naming:
    names = {f"{formulas.prefix}{name}" for name in ("forward", "backward")}
    return Naming(frozenset(names | RESERVED))


def header(programs: Sequence[Program]) -> list[str]:
    """What the module is, what its formulas rest on, and what is left out of it."""
    titles = dict.fromkeys(program.formulas.title for program in programs)
    said = f"closed forms, each proved for every size by bnderive {__version__}."
    found = [line for title in titles for line in in_comment(f"{title}: {said}")]
    for program in programs:
        formulas = program.formulas
        if not any((program.backward, program.jacobians)):
            found += in_comment(EMPTY)
        for text in (*formulas.remarks, *program.left_out):
            found += in_comment(text)
    return found


def function(program: Program, routine: Routine) -> list[str]:
    arguments = ", ".join(program.names[key] for key in routine.arguments)
    results = ", ".join(program.names[key] for key in routine.results)
    body = [*docstring(program, routine), *routine.lines, f"return {results}"]
    return [f"def {routine.name}({arguments}):", *indented(body)]


def docstring(program: Program, routine: Routine) -> list[str]:
    lines = [
        *wrapped(purpose(program, routine), '"""'),
        "",
        *wrapped(f"Takes {shapes(program, routine.arguments)}."),
        *wrapped(f"Returns {shapes(program, routine.results)}."),
        *(wrapped(FURTHER) if is_elementwise(program) else []),
    ]
    lines += ["", *(f"    {in_docstring(line)}" for line in formulas_of(program, routine))]
    return [*lines, "", *wrapped(proved(program, routine)), '"""']


def wrapped(text: str, opening: str = "") -> list[str]:
    """Prose of a docstring as lines."""
    return wrap(f"{opening}{in_docstring(text)}", WIDTH, break_long_words=False, break_on_hyphens=False)


FURTHER = "Further axes may follow (...), the same for all: each of their elements is a problem of its own."


def purpose(program: Program, routine: Routine) -> str:
    title = program.formulas.title
    if routine is program.forward:
        return f"Forward pass: {title}."
    if routine is program.backward:
        return f"Backward pass: {title}."
    return f"Jacobian: {title}."


def shapes(program: Program, keys: Sequence[str]) -> str:
    return ", ".join(f"{program.names[key]} {shape(program, key)}" for key in keys)


def shape(program: Program, key: str) -> str:
    """The axes of a quantity as a shape: sizes, then further axes where there may be some."""
    sizes = [program.names[f"size {axis}"] for axis in program.axes.get(key, ())]
    more = ["..."] if is_elementwise(program) else []
    inner = ", ".join((*sizes, *more))
    return f"({inner},)" if len(sizes) + len(more) == 1 and not more else f"({inner})"


def is_elementwise(program: Program) -> bool:
    """Whether every array has one axis at most, so that further ones may follow it."""
    values = [d.value for d in program.formulas.derivatives]
    bodies = [d.body for d in program.formulas.graph.definitions.values()]
    deltas = any(isinstance(node, Delta) for term in (*values, *bodies) for node in walk(term))
    return not deltas and all(len(axes) <= 1 for axes in program.axes.values())


def formulas_of(program: Program, routine: Routine) -> list[str]:
    """The equations that a routine computes, each with where it comes from."""
    formulas = program.formulas
    if routine.derivatives:
        return [f"{formulas.text(d.head, d.value)}    [{d.source}]" for d in routine.derivatives]
    found = []
    for name in program.computed:
        definition = formulas.graph.definitions[name]
        at = formulas.origin(definition)
        found.append(f"{formulas.text(Sym(name, definition.indices), definition.body)}    [{at}]")
    shifted = [program.names[name] for name in program.shifted]
    return [*found, *(f"{name} less its largest element: proved to change none of these" for name in shifted)]


def proved(program: Program, routine: Routine) -> str:
    """The sentence that says what is proved, by what, and under which conditions."""
    if not routine.derivatives:
        return f"The definitions of {program.formulas.source}, as they stand."
    sizes = ", ".join(dict.fromkeys(program.names[f"size {axis}"] for axis in program.formulas.graph.lengths))
    where = "; ".join(conditions(program, routine.derivatives))
    return f"Proved for every {sizes} by bnderive {__version__}; all numbers real{'; ' if where else ''}{where}."


def conditions(program: Program, derivatives: Sequence[Derivative]) -> list[str]:
    found = [f"{readable(name)} > 0" for name in sorted(program.formulas.graph.positive)]
    return list(dict.fromkeys((*found, *(text for d in derivatives for text in d.conditions))))
