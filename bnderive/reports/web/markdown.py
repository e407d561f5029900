"""A passage of Markdown in, elements out. markdown-it finds the blocks; mathematics is kept from it.

In the place of each formula it is given a character of the private use area with a number; such characters of the
document itself become U+FFFD. What it takes for HTML is written as text, comments are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from bnderive.report import Passage, Shown
from bnderive.reports.markup import Child, Element, element, is_link
from bnderive.reports.web.row import Rows

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

OPENING, CLOSING = "\ue000", "\ue001"
FORMULA = re.compile(f"{OPENING}([0-9]+){CLOSING}")
RESERVED = re.compile(f"[{OPENING}{CLOSING}]")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
ELEMENTS = {
    "bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "blockquote": "blockquote", "table": "table",
    "thead": "thead", "tbody": "tbody", "tr": "tr", "th": "th", "td": "td", "em": "em", "strong": "strong", "s": "s",
}  # fmt: skip
LAST_OF = ("paragraph", "heading", "table")
"""What is followed by the rows of the formulas in its running text."""


def markdown(passage: Passage, rows: Rows) -> Sequence[Element]:
    parts, place = [], 0
    for k, shown in enumerate(passage.shown):
        parts += [RESERVED.sub("\ufffd", passage.text[place : shown.start]), f"{OPENING}{k}{CLOSING}"]
        place = shown.end
    text = "".join([*parts, RESERVED.sub("\ufffd", passage.text[place:])])
    writer = _Writer(passage, rows)
    writer.write(_parser(passage.language).parse(text))
    return writer.elements()


@cache
def _parser(language: str) -> MarkdownIt:
    """In plain text an indented line is no code."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return parser.disable("code") if language == "text" else parser


class _Writer:
    """Takes the tokens in order. `open` are the elements that are not at their end, each with what is in it so far."""

    def __init__(self, passage: Passage, rows: Rows) -> None:
        self.passage = passage
        self.rows = rows
        self.open: list[tuple[Token | None, list[Child]]] = [(None, [])]
        self.waiting: list[Shown] = []

    def elements(self) -> Sequence[Element]:
        return [part for part in (*self.open[0][1], *self._cards()) if isinstance(part, Element)]

    def write(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "inline":
                self.write(token.children or ())
            elif token.nesting == 1:
                self.open.append((token, []))
            elif token.nesting == -1:
                self._close(token)
            else:
                self._leaf(token)

    def _add(self, *parts: Child) -> None:
        self.open[-1][1].extend(parts)

    def _close(self, token: Token) -> None:
        opening, parts = self.open.pop()
        name = token.type.removesuffix("_close")
        if opening is not None:
            self._add(_element(name, opening, parts))
        if name in LAST_OF:
            self._add(*self._cards())

    def _cards(self) -> list[Element]:
        waiting, self.waiting = self.waiting, []
        return self.rows.cards_of_lines(waiting)

    def _leaf(self, token: Token) -> None:
        match token.type:
            case "text":
                self._text(token.content)
            case "softbreak":
                self._add("\n")
            case "hardbreak":
                self._add(element("br"))
            case "hr":
                self._add(element("hr"))
            case "code_inline":
                self._add(element("code", self._restored(token.content)))
            case "fence" | "code_block":
                self._add(element("pre", self._restored(token.content), class_="code"))
            case "html_block" | "html_inline":
                self._html(token)
            case "image":
                words = "".join(child.content for child in token.children or ())
                address = str(token.attrs.get("src", ""))
                self._add(
                    element("span", f"[image: {self._restored(words or address)}]", class_="image", title=address)
                )
            case _:
                self._add(self._restored(token.content))

    def _html(self, token: Token) -> None:
        text = COMMENT.sub("", self._restored(token.content))
        if text.strip():
            self._add(element("pre" if token.block else "code", text, class_="code" if token.block else None))

    def _text(self, content: str) -> None:
        place = 0
        for found in FORMULA.finditer(content):
            self._add(content[place : found.start()])
            self._formula(self.passage.shown[int(found[1])])
            place = found.end()
        self._add(content[place:])

    def _formula(self, shown: Shown) -> None:
        """A display with its rows in its place; within a line the rows wait for the end of the block."""
        around = [token for token, _ in self.open if token is not None]
        if shown.is_display and all(token.block and token.type != "heading_open" for token in around):
            self._add(self.rows.displayed(shown))
        else:
            self._add(self.rows.in_line(shown, leads=all(token.type != "link_open" for token in around)))
            self.waiting.append(shown)

    def _restored(self, content: str) -> str:
        """Text in which no formula is shown, as the author wrote it."""
        return FORMULA.sub(lambda found: self._source(self.passage.shown[int(found[1])]), content)

    def _source(self, shown: Shown) -> str:
        return self.passage.text[shown.start : shown.end]


def _element(name: str, opening: Token, parts: list[Child]) -> Element:
    """A block or a span. A paragraph is no `<p>`, since displays stand within it; headings go one level down."""
    match name:
        case "paragraph":
            return element("div", *parts, class_="p tight" if opening.hidden else "p")
        case "heading":
            return element(f"h{min(int(opening.tag[1:]) + 1, 6)}", *parts)
        case "table":
            return element("div", element("table", *parts), class_="scroll")
        case "ordered_list":
            return element("ol", *parts, start=str(opening.attrs.get("start", 1)))
        case "link":
            return _link(str(opening.attrs.get("href", "")), parts)
    return element(ELEMENTS.get(name, "div"), *parts)


def _link(address: str, parts: list[Child]) -> Element:
    """A link leads out by http and https only; where another one leads is said."""
    if is_link(address) and address.startswith("http"):
        return element("a", *parts, href=address, title=address, rel="noopener noreferrer nofollow")
    return element("span", *parts, class_="link", title=address)
