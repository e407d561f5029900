"""Elements of HTML, MathML and SVG in, their text out. All that is written of a page passes here.

Tags and attributes are those of the lists below, text and values are escaped: no script, no handler, nothing that is
loaded can be written. What is written is well-formed XML as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bnderive.escape import for_html
from bnderive.records import dataclass

_HTML = (
    "html head meta title style body header main nav section article footer h1 h2 h3 h4 h5 h6 p div span a ul ol li "
    "dl dt dd table thead tbody tr th td blockquote pre code em strong s br hr details summary"
)
_MATHML = (
    "math semantics annotation mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup mover munder munderover "
    "mtable mtr mtd"
)
_SVG = "svg g path line rect circle text title"
TAGS = frozenset(f"{_HTML} {_MATHML} {_SVG}".split())
_ATTRIBUTES = (
    "class id lang charset name content http-equiv title href rel open role start colspan scope dir aria-label "
    "aria-hidden display displaystyle mathvariant stretchy form accent accentunder separator encoding width "
    "viewBox d x y x1 y1 x2 y2 cx cy r rx height text-anchor dominant-baseline"
)
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
_EMPTY = frozenset(["meta", "br", "hr"])
_LINK = re.compile(r"#[\w-]+|https?://[^\s\"'<>\\]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Element:
    tag: str
    children: tuple[Child, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return "".join(_written(self))


Child = Element | str


def element(tag: str, *children: Child | None, **attributes: str | None) -> Element:
    """An element; of an attribute's name `_` at the end is dropped, and `_` in it means `-`. What is None is left out.

    Raises ValueError for a tag, an attribute or a link that no page has.

    >>> str(element("p", "a < b ", element("em", "c"), class_="note"))
    '<p class="note">a &lt; b <em>c</em></p>'
    """
    given = ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items() if value is not None)
    found = tuple(given)
    if tag not in TAGS or any(name not in ATTRIBUTES for name, _ in found):
        raise ValueError(f"no page has <{tag}> with {[name for name, _ in found]}")
    if any(name == "href" and not is_link(value) for name, value in found):
        raise ValueError("a link leads to a place of the page, or to one of the web")
    return Element(tag, tuple(child for child in children if child is not None), found)


def is_link(address: str) -> bool:
    """Whether a page may lead there: to a place of its own, or by http or https. Nothing is loaded from anywhere."""
    return _LINK.fullmatch(address) is not None


def style_sheet(css: str) -> Element:
    """A style sheet of this program, which is not escaped. Raises ValueError for what could end it."""
    if "<" in css or "&" in css:
        raise ValueError("a style sheet holds no markup")
    return Element("style", (css,))


def _written(node: Child) -> Iterator[str]:
    if isinstance(node, str):
        yield for_html(node)
        return
    opening = node.tag + "".join(f' {name}="{for_html(value)}"' for name, value in node.attributes)
    if node.tag in _EMPTY:
        yield f"<{opening}/>"
        return
    yield f"<{opening}>"
    if node.tag == "style":
        yield from (child for child in node.children if isinstance(child, str))
    else:
        for child in node.children:
            yield from _written(child)
    yield f"</{node.tag}>"
