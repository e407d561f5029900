"""What the words and formulas around a row say of it: that it only supposes something, or holds in one case of
its indices.

Rules of language only, none about any document. A supposition can only keep a row from being called wrong; a case
narrows what the row claims, and is printed with its verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from bnderive.entries import Entry
from bnderive.records import dataclass
from bnderive.survey.ranges import told_range
from bnderive.survey.survey import CONVENTIONAL_SIZES, is_range, unboxed
from bnderive.syntax.nodes import BigOperator, Cases, Dots, Identifier, Node, Number, Row, Scripted
from bnderive.syntax.shapes import walk

SUPPOSING = re.compile(
    r"\b(if|when|whenever|unless|initially|initiali[sz]\w*|special case|in the case|provided|start of training)\b"
    r"[^.;!?]*$|\b(for|at)\s*$",
    re.IGNORECASE,
)
SUPPOSING_VALUE = re.compile(
    r"\b(suppose|supposing|assume|assuming|assumes|say|typically|setting|taking|given|with|e\.g\.)\b[^.;!?]*$",
    re.IGNORECASE,
)
TELLING = re.compile(
    r"\b(since|as|because|assume|assuming|suppose|supposing|with|where|given|if|let|when|such that|provided)\b",
    re.IGNORECASE,
)
JOINING = re.compile(r"[\s,]*(and|or|und|et|和|且)?[\s,]*", re.IGNORECASE)
GENERAL = re.compile(r"\b(in general|generally|in any case|always|for every|for all|without this)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.;:!?。；：]")
CASE_WORDS = re.compile(r"(?:\b(?:for|if|when|where|case)\s+|\()([a-z])\s*(==?|!=|≠|\\neq?)\s*([a-z])\b", re.IGNORECASE)
CASE_BEFORE = re.compile(r"(?:\b(?:for|if|when|where|case)|[(对当若])\s*$", re.IGNORECASE)
CASE_AFTER = re.compile(
    r"\s*(?P<apart>[,(])?\s*(for|if|when|whenever|where|wenn|falls|für|si|pour|对|对于|当|若)?\s*", re.I
)
NEUTRAL = re.compile(
    r"a|an|and|are|becomes|by|case|derivatives?|diagonal|elements?|entry|entries|factors?|find|first|follows|for|gets?|gives?|have"
    r"|hence|if|in|is|it|let|now|obtain|of|off|one|reads|row|same|second|so|terms?|that|the|then|there|this|thus|we|when|whenever|where|any|each|every"
    r"|with|对|对于|当|若|时|有|得"
)
ONE_HOT = re.compile(r"\bone[-‐‑–\s]?hot\b|独热|独熱", re.IGNORECASE)
OTHERWISE = re.compile(r"^\W*(otherwise|else)\b|\b(other case|remaining case)\b", re.IGNORECASE)
OFF_DIAGONAL = re.compile(r"\boff[- ]diagonal\b", re.IGNORECASE)
CASE_HEADING = re.compile(r"(?:^|[.:!?;*_{}])\W*Case\b(?:\s+\w{1,3})?\W*$|(?:^[\s*_{}#]*|[.:!?;*_{}]\W*)$")
HEADING_END = re.compile(r"[\s*_})]*(?:[.:]|$)")
CASE_HINT = re.compile(
    r"\b((off[- ]?)?diagonal\w*|elsewhere|distinct|differ(s|ent|ing)?|others?|remain(s|ing|der)?|rest|(un|in)?equal\w*"
    r"|same|coincid\w*|otherwise|else|apart|cross\w*|pairs?|(mis)?match\w*|identical|itself|own|another|cases?"
    r"|sonst|ansonsten|gleich\w*|verschieden\w*|ander\w*|übrig\w*|sinon|ailleurs|autre\w*|égaux|égal\w*|différent\w*|reste"
    r"|otr[oa]s?|igual\w*|distint\w*|altrimenti|altr[oie])\b|对角|相同|不同|其他|其它|否则|相等|其余",
    re.IGNORECASE,
)
DENYING = re.compile(
    r"\b(not|no longer|never|neither|cannot|if|were|would|unlike|instead of|without|nor|no|multi[- ]?hot|nicht"
    r"|kein\w*|pas)\b|n[\'’]t\b|不",
    re.IGNORECASE,
)
LAYOUT = re.compile(r"\b(numerator|denominator)[- ]layout", re.IGNORECASE)
HELD = re.compile(
    r"(?<!small )\bconstants?\b|\b(fixed|frozen|freez\w+|detach\w*|stop[- ]?grad\w*|running|moving averages?"
    r"|inference|eval(uation)?|test[- ]time|held|not depend|konstant\w*|fest|fixe\w*|constante\w*)\b|常数|固定|推理",
    re.IGNORECASE,
)
TELLING_INDICATOR = re.compile(r"\bis\s+(one|1)\b.*\b(zero|0)\b|kronecker", re.IGNORECASE)
TELLING_DELTA = re.compile(
    r"\b(is|are|be|being|equals?)\s+(1|one|unity|0|zero)\s+(for|if|when|where|iff)\W*$|kronecker", re.IGNORECASE
)
QUALIFYING = re.compile(
    r"\b(if|when|whenever|unless|except|only|for|at|case|provided|assum\w*|suppos\w*|neglect\w*|ignor\w*|approx\w*"
    r"|held|fixed|off[- ]?diagonal|diagonal|otherwise|else|limit|wenn|falls|nur|außer|für|bei|si|quand|pour|sauf|cuando"
    r"|para)\b|若|如果|当|仅|除非|假设",
    re.IGNORECASE,
)
PUTTING_IN = re.compile(
    r"\b(set|setting|put|putting|taking|take|let|letting|given|setze|gesetzt|mit|avec|con|en posant)\b[^.;]*"
    r"(=|\\to\b|\\approx\b|\\rightarrow\b|→|≈)",
    re.IGNORECASE,
)
IMPLIES = re.compile(r"\\(Rightarrow|implies|Longrightarrow|iff|Leftrightarrow)\b|[⇒⟹⇔]")
OTHER_SUBJECT = re.compile(
    r"\b(first|second|third|fourth|last|other|remaining|next)\s+(one|factor|term|part|derivative|gradient|numerator)\b",
    re.IGNORECASE,
)
CHANGED = re.compile(
    r"\b((half|halves|a third|a quarter|twice|thrice|double|triple|\w+ times)(\s+of)?|minus|the negative of"
    r"|(false|untrue|not true|not the case)\s+that)\s*$",
    re.IGNORECASE,
)
TURNING = re.compile(r"\b(unless|except|not|außer|nicht|sauf)\b|除非|不", re.IGNORECASE)
EVERY = re.compile(
    r"\b(for|für|pour)\s+(all|every|each|any|alle|jedes|tout|tous)\b|\bfor(?=\s+[a-z]\s*$)|任意|对所有", re.I
)
SUPPOSING_ALONE = re.compile(
    r"if|when|whenever|for|at|with|set|setting|take|taking|suppose|supposing|assume|assuming|given|provided|special",
    re.IGNORECASE,
)
LETTING = re.compile(
    r"\b(let|suppose|supposing|assume|assuming|take|taking|with|where|given)\b[^.;!?]*$", re.IGNORECASE
)
SETTING = re.compile(r"\b(set|put|setting|putting)\b[^.;!?]*$", re.IGNORECASE)
OPEN = 0  # stands under something that is not said in a formula
Letters = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """By entry number: what only supposes, what each entry stands under, the cases ("=" or "≠", letters) that it
    is in, and the letters of a case that it may be in; `hinted` where words before an entry may speak of some
    case, `held` where words before it in its section may say that statistics are held fixed.
    """

    supposed: frozenset[int]
    under: dict[int, tuple[int, ...]]
    cases: dict[int, tuple[Letters, ...]]
    raised: dict[int, tuple[str, str]]
    hinted: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()


def read_surroundings(entries: Sequence[Entry], known: frozenset[int] | None = None) -> Surroundings:
    """What the words around each entry say; `known` are the entries that suppose, where that is known already."""
    beside = dict(conditions_beside(entries))
    supposed = frozenset({*suppositions(entries), *beside}) if known is None else known
    under: dict[int, tuple[int, ...]] = {}
    for position, entry in enumerate(entries):
        if entry.number in beside:
            under[beside[entry.number]] = (*under.get(beside[entry.number], ()), entry.number)
        elif entry.number in supposed:
            for later in scope(entries, position):
                under[later.number] = (*under.get(later.number, ()), entry.number)
    for position, entry in enumerate(entries):
        before = sentence_before(entries, position) if entry.display.kind == "display" else Before("", [])
        sentence, told, taken = before.sentence, before.told, before.is_taken
        told += [_relation(*found) for found in CASE_WORDS.findall(sentence)]
        told = [] if len(told) == 1 and TELLING_INDICATOR.search(sentence) else told
        told = [case for case in told if not is_put_in(case, entry)]
        is_apart = all(relation == "≠" for relation, *_ in told) if told else False
        untold = OTHERWISE.search(sentence) or (OFF_DIAGONAL.search(sentence) and not is_apart)
        after = case_after(entries, position)
        if after is not None:
            taken = not after.is_certain
        if untold or taken or (told and not says_only_the_case(sentence)):
            under[entry.number] = (*under.get(entry.number, ()), OPEN)
        if is_qualified(entries, position) or speaks_of_one_hot(sentence) or goes_on_elsewhere(entries, position):
            under[entry.number] = (*under.get(entry.number, ()), OPEN)
    told_by = {e.number: tuple(cases(entries, k)) for k, e in enumerate(entries)}
    for position, entry in enumerate(entries):
        if is_case_heading(entry):
            (relation,) = _relation_of(entry)
            for later in below_heading(entries, position):
                told_by[later.number] = tuple(dict.fromkeys((*told_by[later.number], relation)))
    hinted = frozenset(e.number for k, e in enumerate(entries) if hints_at_a_case(leading_words(entries, k)))
    return Surroundings(
        supposed, under, told_by, dict(raised(entries, told_by)), hinted, frozenset(under_held(entries))
    )


def under_held(entries: Sequence[Entry]) -> Iterator[int]:
    """The entries before which, in their section, words may say that something is held fixed."""
    section, is_held = -1, False
    for entry in entries:
        if entry.display.section != section:
            section, is_held = entry.display.section, False
        is_held = is_held or HELD.search(entry.display.before) is not None
        if is_held:
            yield entry.number


def hints_at_a_case(words: str) -> bool:
    """Whether words may speak of some case, and not of what an indicator is."""
    return CASE_HINT.search(words) is not None and TELLING_INDICATOR.search(words) is None


def leading_words(entries: Sequence[Entry], position: int) -> str:
    """The words of the sentence before a formula, and those beside it."""
    entry = entries[position]
    shown = entry.display.kind == "display"
    sentence = sentence_before(entries, position).sentence if shown else _last_sentence(entry.words)
    return f"{sentence} {remark_of(entry)}"


def raised(
    entries: Sequence[Entry], told_by: Mapping[int, tuple[Letters, ...]]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """The formulas of both letters of a case that was spoken of before in their section, up to a formula of all
    cases; those that are in a case for certain left out. They may be in the case too.
    """
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    section = -1
    for entry in entries:
        if entry.display.section != section:
            pairs, section = {}, entry.display.section
        for _, first, second in spoken_of(entry):
            pairs[frozenset((first, second))] = (first, second)
        letters = letters_of(entry.row) | letters_of(entry.head)
        told = {frozenset(pair) for _, *pair in told_by[entry.number]}
        for pair in [pair for pair in pairs if pair <= letters]:
            if speaks_of_all_cases(entry, pair):
                del pairs[pair]
            elif pair not in told:
                yield entry.number, pairs[pair]


def spoken_of(entry: Entry) -> Iterator[Letters]:
    """The cases that a formula, or the words before it, speak of; not those that tell what δ_ij is."""
    if not TELLING_DELTA.search(entry.words):
        yield from _relation_of(entry)
        yield from (_relation(*found) for found in CASE_WORDS.findall(entry.words) if found[0] != found[2])


def is_case_heading(entry: Entry) -> bool:
    """`Case $i = j$`, or the relation alone, where a sentence begins."""
    is_relation = entry.row is not None and is_letter_relation(entry.row) is not None
    return entry.display.kind == "inline" and is_relation and CASE_HEADING.search(entry.display.before) is not None


def below_heading(entries: Sequence[Entry], heading: int) -> Iterator[Entry]:
    """What is in the case of a heading `Case $i = j$.` for certain: the formulas of both letters in its paragraph and
    in the display after it, none of all cases.
    """
    _, *pair = next(_relation_of(entries[heading]))
    if heading + 1 < len(entries) and _ends_heading(entries[heading + 1]):
        for later in scope(entries, heading):
            if is_case_heading(later) or speaks_of_all_cases(later, frozenset(pair)):
                return
            if {*pair} <= letters_of(later.row) | letters_of(later.head):
                yield later


def _ends_heading(after: Entry) -> bool:
    """Whether a sentence that is a relation of indices ends with it, or goes on with no more than `we get`."""
    return HEADING_END.match(after.display.before) is not None or says_only_the_case(after.display.before)


def speaks_of_all_cases(entry: Entry, letters: frozenset[str]) -> bool:
    """A formula that holds δ_ij, an indicator or alternatives."""
    return any(_tells_cases_apart(node, letters) for node in (walk(entry.row) if entry.row is not None else ()))


def _tells_cases_apart(node: Node, letters: frozenset[str]) -> bool:
    match node:
        case Cases() | Identifier("\\mathbb{1}"):
            return True
        case Scripted(Identifier("\\delta"), sub) if sub is not None:
            return letters <= letters_of(sub)
    return False


def letters_of(node: Node | None) -> frozenset[str]:
    return frozenset(part.text for part in walk(node) if isinstance(part, Identifier)) if node else frozenset()


def goes_on_elsewhere(entries: Sequence[Entry], position: int) -> bool:
    """Whether a display that begins with a relation may go on with something else than the chain before it."""
    entry = entries[position]
    if entry.continues is None or entry.display.kind != "display":
        return False
    sentence = sentence_before(entries, position).sentence
    return entries[entry.continues - 1].display is not entry.display and OTHER_SUBJECT.search(sentence) is not None


def conditions_beside(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Each row that says `\\text{if } \\mu = 0` beside another of its display, and that other."""
    for entry, after in pairwise(entries):
        if after.display is entry.display and entry.row is not None and is_number_given(entry.row):
            joint = entry.display.latex[entry.span[1] : after.span[0]]
            if after.row is not None and IMPLIES.search(joint):
                yield entry.number, after.number
        said = entry.row is not None and qualifies(words_between(entry, after))
        if said and after.row is not None and may_be_supposed(after.row) and not is_range(after.row):
            yield after.number, entry.number


def is_plain_case(entries: Sequence[Entry], position: int) -> bool:
    """Whether a relation of indices beside a formula is the case that it is in: not `unless i = j`, nor one of two."""
    entry, after = entries[position], entries[position + 1]
    third = entries[position + 2] if position + 2 < len(entries) else None
    doubled = third is not None and third.display is entry.display and any(_relation_of(third))
    return says_only_the_case(words_between(entry, after)) and not doubled


def is_number_given(row: Row) -> bool:
    """`name = number`."""
    return len(row.sides) == 2 and isinstance(unboxed(row.sides[-1]), Number)


def is_qualified(entries: Sequence[Entry], position: int) -> bool:
    """Whether words beside a row say that it holds only under something that is no case of its indices."""
    entry = entries[position]
    remark = remark_of(entry)
    if (qualifies(remark) or PUTTING_IN.search(remark)) and not (
        says_only_the_case(remark) and CASE_WORDS.search(remark)
    ):
        return True
    if position + 1 == len(entries) or entry.row is None:
        return False
    after, between = entries[position + 1], words_between(entry, entries[position + 1])
    if after.display is entry.display and any(_relation_of(after)) and not is_plain_case(entries, position):
        return True
    unread = after.row is None and qualifies(between)
    return unread or (TURNING.search(between) is not None and qualifies(between))


def qualifies(words: str) -> bool:
    return QUALIFYING.search(EVERY.sub(" ", words)) is not None


def remark_of(entry: Entry) -> str:
    """What is said beside a row; a lone relation of indices as if in brackets."""
    said = " ".join(entry.row.remarks) if entry.row is not None else ""
    plain = re.sub(r"\$|\\[()]", "", said).strip()
    return f"({plain})" if re.fullmatch(r"[a-z]\s*(=|\\neq?)\s*[a-z]", plain) else plain


def words_between(entry: Entry, after: Entry) -> str:
    """The words between two rows of one display."""
    if after.display is not entry.display:
        return ""
    between = entry.display.latex[entry.span[1] : after.span[0]]
    return " ".join(re.findall(r"\\(?:text\w*|mathrm|mbox)\s*\{([^{}]*)", between))


def suppositions(entries: Sequence[Entry]) -> Iterator[int]:
    """Formulas in running text after `if`, `when`, `for` …, and those that the same sentence goes on with."""
    before: Entry | None = None
    for entry in entries:
        text = entry.words
        goes_on = before is not None and before.display.paragraph == entry.display.paragraph
        if entry.row is not None and is_special_size(entry.row):
            yield entry.number
            before = entry
            continue
        if entry.display.kind == "inline" and entry.row is not None and may_be_supposed(entry.row):
            goes_on = goes_on and entry.display is not before.display if before is not None else False
            said = SUPPOSING.search(text) or (SUPPOSING_VALUE.search(text) and is_plain(entry.row))
            said = said or (SETTING.search(text) and is_number_given(entry.row))
            said = said or (LETTING.search(text) and are_all_equal(entry.row))
            if said or (goes_on and JOINING.fullmatch(text)):
                yield entry.number
                before = entry
                continue
        before = None


def leads_for_certain(entries: Sequence[Entry], supposed: frozenset[int], number: int, entry: Entry) -> bool:
    """Whether a supposition in running text leads right to the display of an entry, in a sentence that says nothing
    else: `when $\\epsilon = 0$ this is`.
    """
    own = entries[number - 1]
    first = next(k for k, other in enumerate(entries) if other.display is entry.display)
    between = entries[number:first]
    if own.display.kind != "inline" or entry.display.kind != "display" or number > first:
        return False
    if not all(other.number in supposed and JOINING.fullmatch(other.words) for other in between):
        return False
    before, after = _last_sentence(own.words), entries[first].words
    words = re.findall(r"[^\W\d_]+", before.lower())
    is_plain_before = all(NEUTRAL.fullmatch(word) or SUPPOSING_ALONE.fullmatch(word) for word in words)
    says_it = any(SUPPOSING_ALONE.fullmatch(word) for word in words) or JOINING.fullmatch(before) is not None
    return is_plain_before and says_it and not _ends(after) and says_only_the_case(after)


def is_told(entry: Entry) -> bool:
    """A formula in running text, or after a word that says what the inputs are like: a fact of the matter, no
    result.
    """
    return entry.display.kind == "inline" or TELLING.search(_last_sentence(entry.words.rstrip(" :,"))) is not None


@lru_cache(maxsize=8)
def speaks_of_one_hot(text: str) -> bool:
    said = [part for part in SENTENCE_END.split(text) if ONE_HOT.search(part)]
    return bool(said) and not any(DENYING.search(part) for part in said)


def is_denied(entry: Entry) -> bool:
    """Whether the words before a formula say that it need not hold."""
    return DENYING.search(_last_sentence(entry.words)) is not None


def changed_by(entry: Entry) -> str:
    """The words right before a formula that make another one of it, `half of $a = b$`; '' where there are none."""
    found = CHANGED.search(entry.words)
    return found[0].strip() if found else ""


def layout_told(text: str) -> str | None:
    """The layout of Jacobians that a text names, where it names one only."""
    found = {word.lower() for word in LAYOUT.findall(text)}
    return found.pop() if len(found) == 1 else None


def is_special_size(row: Row) -> bool:
    """`N = 2`: one size only."""
    match [unboxed(side) for side in row.sides]:
        case [Identifier(text=letter), Number()]:
            return letter in CONVENTIONAL_SIZES
    return False


def are_all_equal(row: Row) -> bool:
    """`x_1 = x_2 = \\dots = x_N`: the elements of one array."""
    sides = [side for side in row.sides if not isinstance(side, Dots)]
    bases = {side.base if isinstance(side, Scripted) and side.sub is not None else None for side in sides}
    return len(sides) < len(row.sides) and len(sides) > 1 and len(bases) == 1 and None not in bases


def may_be_supposed(row: Row) -> bool:
    """An equation or an inequality; `i = j` is a case, `x \\in …` only says what x is, and `i = 1, \\dots, N` is every
    element.
    """
    says_what = {"\\in", "\\sim", "\\to"} & set(row.relations)
    return is_letter_relation(row) is None and bool(row.relations) and not says_what and not is_every_element(row)


def is_every_element(row: Row) -> bool:
    """`i = 1, \\dots, N`, up to a letter that is customary for a size."""
    ranged = told_range(row)
    return ranged is not None and ranged[1] in CONVENTIONAL_SIZES


def is_plain(row: Row) -> bool:
    """`name = number` or `name = name`."""
    first, last = unboxed(row.sides[0]), unboxed(row.sides[-1])
    return len(row.sides) == 2 and isinstance(last, Number | Identifier) and not isinstance(first, BigOperator)


def scope(entries: Sequence[Entry], position: int) -> Iterator[Entry]:
    """What a supposition reaches: the rest of its paragraph, and the display after it with the rows that go on
    with it.
    """
    start = entries[position].display
    if start.kind == "display":
        yield from (entry for entry in entries[position:] if entry.display.section == start.section)
        return
    shown: Entry | None = None
    for entry in entries[position + 1 :]:
        display = entry.display
        if display.section != start.section or GENERAL.search(display.before):
            return
        if shown is None and display.kind == "display":
            shown = entry
        follows = shown is not None and (display is shown.display or entry.continues is not None)
        if display.paragraph == start.paragraph or follows:
            yield entry
        elif shown is not None:
            return


def cases(entries: Sequence[Entry], position: int) -> Iterator[Letters]:
    """`for j = i:` in the sentence before a display, `$i \\ne j$` in it, or `\\quad i \\ne j` beside the formula."""
    entry = entries[position]
    is_beside = position + 1 < len(entries) and entries[position + 1].display is entry.display
    if is_beside and is_plain_case(entries, position):
        yield from _relation_of(entries[position + 1])
    if says_only_the_case(remark := remark_of(entry)):
        yield from (_relation(*found) for found in CASE_WORDS.findall(remark) if found[0] != found[2])
    if (after := case_after(entries, position)) is not None and after.is_certain:
        yield after.case
    if entry.display.kind == "display":
        before = sentence_before(entries, position)
        if says_only_the_case(before.sentence):
            yield from (_relation(*found) for found in CASE_WORDS.findall(before.sentence) if found[0] != found[2])
            yield from before.told


@dataclass(frozen=True, slots=True)
class After:
    """The case that running text gives after a formula, `… for $i \\ne j$`; whether it may speak of what follows."""

    case: Letters
    is_certain: bool


def case_after(entries: Sequence[Entry], position: int) -> After | None:
    """The case that the words right after a formula put it in."""
    if position + 1 >= len(entries):
        return None
    entry, after = entries[position], entries[position + 1]
    case = is_letter_relation(after.row) if after.row is not None else None
    joint = CASE_AFTER.fullmatch(after.words)
    ended = entry.display.kind == "display" and entry.display.latex.rstrip().endswith(".")
    same = after.display.section == entry.display.section
    goes_straight_on = after.display.paragraph == entry.display.paragraph or after.words.lstrip()[:1].islower()
    is_beside = after.display.kind == "inline" and same and goes_straight_on
    if case is None or joint is None or ended or not is_beside or entry.row is None or is_letter_relation(entry.row):
        return None
    rest = entries[position + 2] if position + 2 < len(entries) else None
    goes_on = rest is not None and rest.display.section == after.display.section and not _begins_anew(rest)
    return After(case, joint["apart"] != "," or not goes_on)


def _begins_anew(entry: Entry) -> bool:
    """Whether a sentence ends, or a bracket closes, right before the words that lead to an entry."""
    return re.match(r"\s*[).;:!?。；：]", entry.display.before) is not None


def says_only_the_case(sentence: str) -> bool:
    """Whether the words that lead to a display are no more than `for i = j we get`: any other word may turn
    their sense.
    """
    words = re.findall(r"[^\W\d_]+", CASE_WORDS.sub(" ", sentence).lower())
    return all(NEUTRAL.fullmatch(word) for word in words)


def _relation(left: str, relation: str, right: str) -> Letters:
    return ("=" if relation in {"=", "=="} else "≠"), left, right


@dataclass(frozen=True, slots=True)
class Before:
    """The words of the sentence that leads to a display, the relations of indices in it that a case word stands
    before, and whether one of them belongs to the formula before it.
    """

    sentence: str
    told: list[Letters]
    is_taken: bool = False


def is_put_in(case: Letters, entry: Entry) -> bool:
    """Whether a formula has one letter for both of a case in its head, as ∂w_k/∂v_k has for j = k: it says the case
    itself, and no words before it narrow it further.
    """
    relation, *pair = case
    left = {*pair} & (letters_of(entry.row) | letters_of(entry.head))
    head = [part.text for part in walk(entry.head) if isinstance(part, Identifier)] if entry.head is not None else []
    return relation == "=" and len(left) == 1 and any(head.count(letter) > 1 for letter in left)


def sentence_before(entries: Sequence[Entry], position: int) -> Before:
    entry, display = entries[position], entries[position].display
    words, told, taken = entries[position].words, list[Letters](), False
    while position > 0 and entries[position].display is display:
        position -= 1
    while position >= 0 and entries[position].display.kind == "inline" and not _ends(words):
        earlier = entries[position]
        if position > 0 and (after := case_after(entries, position - 1)) is not None:
            taken = taken or not is_put_in(after.case, entry)
        elif CASE_BEFORE.search(earlier.words):
            told += _relation_of(earlier)
        words = f"{earlier.words} {words}"
        position -= 1
    return Before(_last_sentence(words.rstrip(" :,;")), told, taken)


def _ends(words: str) -> bool:
    """Whether a sentence ends within some words (a colon at their very end leads on to the display)."""
    return SENTENCE_END.search(words.rstrip(" :,;")) is not None


def _last_sentence(text: str) -> str:
    return SENTENCE_END.split(text)[-1]


def _relation_of(entry: Entry) -> Iterator[Letters]:
    relation = is_letter_relation(entry.row) if entry.row is not None else None
    if relation is not None:
        yield relation


def is_letter_relation(row: Row) -> Letters | None:
    """`i = j` or `i \\ne j` between two small letters."""
    match [unboxed(side) for side in row.sides], row.relations:
        case [Identifier(text=a), Identifier(text=b)], ("=" | "\\ne" as relation,):
            if len(a) == len(b) == 1 and a.islower() and b.islower() and a != b:
                return ("=" if relation == "=" else "≠"), a, b
    return None
