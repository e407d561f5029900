"""The one place where text from a document is made fit for where it is printed.

For a terminal: control characters (ESC, C0, C1), bidirectional and invisible controls are shown as U+FFFD, and the
openings of CI commands are broken up. For JSON: the same characters are written as escapes, so that nothing is lost.
For HTML: they are U+FFFD, but line ends and tabs stay, and what HTML would read as markup is written as references.
For Markdown: every sign that could be markup stands for itself.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TypeVar, cast

_T = TypeVar("_T")

# C0 and DEL and C1; soft hyphen; Arabic letter mark; zero-width, bidirectional marks, line and paragraph separators,
# embeddings, invisible operators, isolates; lone surrogates; byte order mark; interlinear marks; tags.
_UNSAFE = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
_HIDDEN = re.compile(f"[{_UNSAFE}]")
_SPACES = re.compile(r"[\t\n\r\x0b\x0c]+")
# What can be markup of CommonMark, or a link of GitHub's, in a line of prose. The rest stays: not all who show Markdown
# take a backslash away.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&~|$@]|:(?=//)|(?<=www)\.|^[-+=](?=\s|[-=\s]*$)|^#(?=#*(?:\s|$))", re.IGNORECASE)
_ORDINAL = re.compile(r"^([0-9]{1,9})([.)])(?=\s|$)")
_BACKTICKS = re.compile(r"`+")
_CI_COMMANDS = re.compile(r":(?=:)|##(?=\[)")


def one_line(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey or a CI runner would take for a command.

    >>> one_line("a" + chr(27) + "[31m" + chr(10) + "b")
    'a\ufffd[31m b'
    """
    visible = _HIDDEN.sub("\ufffd", _SPACES.sub(" ", text))
    return _CI_COMMANDS.sub(lambda found: found.group() + " ", visible)


def for_terminal(value: _T) -> _T:
    """The same value with every string in it made safe: through dataclasses, tuples and dictionaries."""
    return cast(_T, _safe(value))


def _safe(value: object) -> object:
    match value:
        case str():
            return one_line(value)
        case tuple():
            return tuple(_safe(item) for item in value)
        case dict():
            return {_safe(key): _safe(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{field.name: _safe(getattr(value, field.name)) for field in fields(value)})
    return value


def for_markdown(text: str) -> str:
    """The text on one line as Markdown that shows it as it is: no markup, no link, no HTML.

    >>> print(for_markdown("<b> [x](y) `z`"))
    \\<b\\> \\[x\\](y) \\`z\\`
    """
    return _without_markup(one_line(text).strip())


def prose_for_markdown(text: str) -> str:
    """The same, but what the text quotes in backticks is code.

    >>> print(prose_for_markdown("`x_i` is *not* x"))
    `x_i` is \\*not\\* x
    """
    parts = one_line(text).strip().split("`")
    code = {k for k in range(1, len(parts) - 1, 2) if parts[k].strip()}
    shown = [in_code(part) if k in code else _without_markup(part) for k, part in enumerate(parts)]
    for k in range(1, len(parts)):
        if not {k - 1, k} & code:
            shown[k] = f"\\`{shown[k]}"
        elif {k - 1, k + 1} <= code and not shown[k]:
            shown[k] = " "  # two runs of backticks that touch would be one
    return "".join(shown)


def _without_markup(line: str) -> str:
    return _ORDINAL.sub(r"\1\\\2", _MARKDOWN.sub(lambda found: f"\\{found.group()}", line))


def in_code(text: str) -> str:
    """The text on one line as a Markdown code span, which nothing in it can close.

    >>> print(in_code("a `b`"))
    `` a `b` ``
    """
    line = one_line(text).strip()
    fence = "`" * (1 if "`" not in line else _longest_run(line) + 1)
    return f"{fence} {line} {fence}" if "`" in line else f"{fence}{line}{fence}"


def in_code_block(text: str, language: str = "") -> str:
    """The text on one line in a Markdown code block, which nothing in it can close.

    >>> print(in_code_block("a ``` b"))
    ````
    a ``` b
    ````
    """
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}{language}\n{one_line(text)}\n{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)


def for_json(text: str) -> str:
    """Text of a JSON document with the characters that a terminal would obey written as escapes; it means the same.

    Takes what `json.dumps` gives: line ends outside strings stay as they are.
    """
    return re.sub(f"(?!\n)[{_UNSAFE}]", lambda found: _escapes(found.group()), text)


_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_NO_TEXT = re.compile(f"(?![\t\n])[{_UNSAFE}\ufffe\uffff]")


def for_html(text: str) -> str:
    """The text as it stands between tags, or in an attribute between quotes, of HTML, MathML and SVG.

    >>> for_html("a < b" + chr(0x202e))
    'a &lt; b\ufffd'
    """
    return _NO_TEXT.sub("\ufffd", text.replace("\r\n", "\n")).translate(_MARKUP)


def _escapes(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[k]:02x}{units[k + 1]:02x}" for k in range(0, len(units), 2))
