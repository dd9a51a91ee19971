"""Budgets and funders: amounts, their currency, and who gives them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from pacte.roadmap.importing.doubts import DoubtCode, Question
from pacte.roadmap.importing.people.names import join_wrapped, names_nobody, split_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.content import CellValue


@dataclass(frozen=True, slots=True)
class Amount:
    text: str
    amount: Decimal | None = None
    currency: str | None = None  # "EUR", "CAD"…; None where the words do not say
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Funder:
    name: str
    text: str  # the words of this funder in the cell
    amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Funders:
    funders: tuple[Funder, ...] = ()
    questions: tuple[Question, ...] = ()
    apart: tuple[str, ...] = ()  # words of no funder: « Total : 15 000 € », « À définir »


@dataclass(frozen=True, slots=True)
class _Sum:
    amount: Decimal
    currency: str | None
    start: int
    end: int


_GAP = r"[\s\u00a0\u202f'’]"
_FIGURES = (
    rf"(?P<figures>\d{{1,3}}(?:{_GAP}\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|\d{{1,3}}(?:[.,]\d{{3}})+"
    r"(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)"
)
_SYMBOL = (
    r"€|euros?\b|eur\b|\$\s?(?:ca|us|can)\b|(?:ca|us|can)\$|\$|cad\b|usd\b|dollars?\b|chf\b|"
    r"f\s?cfa\b|xof\b|£"
)
_SUM = re.compile(
    rf"(?:(?P<before>€|\$|£|ca\$|cad)\s?)?{_FIGURES}{_GAP}?"
    r"(?P<scale>k(?=\b|€|\$)|m(?=€|\$|\s?€|\s?\$)|m€|md(?=€|\s?€)|mds?\b|millions?\b|milliers?\b|milliards?\b|"
    rf"mille\b|(?-i:M)(?!\w))?{_GAP}?(?:d['’]|de{_GAP})?(?P<after>{_SYMBOL})?",
    re.IGNORECASE,
)
_SCALES = {"k": 3, "mille": 3, "millier": 3, "m": 6, "million": 6, "md": 9, "milliard": 9}
# What follows a number that is no amount of money.
_OTHER_UNIT = re.compile(
    r"\s?(?:%|etp|fte|jours?|heures?|h\b|mois|ans?\b|personnes?|agents?|communes?|j/|m2|m²|km|ha\b|tonnes?|"
    r"er\b|e\b|ème|places?|postes?|élèves|participants?|rencontres?|ateliers?)",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"gratuit(?:e|ement)?|sans (?:frais|co[ûu]ts?|budget)|nul(?:le)?|co[ûu]t nul|n[ée]ant|"
    r"aucun (?:co[ûu]t|budget|frais)|free|no cost",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:total|global|montant)[^\d;\n]{0,30}$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_GAPS = re.compile(_GAP)
# What may multiply a simple sum, or tell of another currency or unit.
_WORDY = re.compile(r"[x×*]\s?\d|[kKmM]\s?[€$]|\$\s?(?:us|ca)|us\s?\$|million|milli", re.IGNORECASE)
_TIMES = re.compile(r"(?<![\d,.])(\d{1,3})\s?[x×*]\s?$")  # « 2 x 5 000 € »
_UP_TO = re.compile(r"\s*(?:à|a|-|–|et|ou|to)\s*")
_WITHIN = re.compile(r"\bdont\b|\bincluant\b|\by compris\b|\bincluding\b|\bsoit\b", re.IGNORECASE)
_CURRENCIES = (("€", "EUR"), ("eur", "EUR"), ("chf", "CHF"), ("cfa", "XOF"), ("xof", "XOF"))
_YEARS = range(1900, 2101)


@lru_cache(maxsize=2048)
def currency_of(heading: str) -> str | None:
    """The currency that a heading or a symbol names."""
    words = heading.lower()
    for sign, code in _CURRENCIES:
        if sign in words:
            return code
    if "£" in words:
        return "GBP"
    if "usd" in words or re.search(r"us\s?\$|\$\s?us", words):
        return "USD"
    return "CAD" if "$" in words or "dollar" in words or "cad" in words else None


_THOUSANDS = re.compile(r"\bk\s?(?:€|\$|eur)|\bmilliers?\b|\b000\s?[€$]", re.IGNORECASE)
_MILLIONS = re.compile(r"\bm\s?(?:€|\$|eur)|\bmillions?\b", re.IGNORECASE)
_BARE = re.compile(r"[\d\s.,]+")


def scale_of(heading: str, text: str) -> Decimal:
    """« Montant (k€) » over « 350 » says thousands; an amount with its own unit says its own."""
    if not _BARE.fullmatch(text.strip()):
        return Decimal(1)
    if _THOUSANDS.search(heading):
        return Decimal(1000)
    return Decimal(1_000_000 if _MILLIONS.search(heading) else 1)


def understand_amount(text: str, value: CellValue = None, *, currency: str | None = None) -> Amount:
    """`currency` is what the heading says (« Montant € HT »): it holds where the cell is silent."""
    if value is None:  # most cells hold a text: the test of a number is slow
        return _read(text, currency)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        shown = currency_of(text) or currency
        amount = Decimal(int(value)) if value == int(value) else Decimal(str(value))
        plain_text = str(amount) if not text.strip() or text.strip() == str(value) else text
        return Amount(plain_text, amount, shown)
    return _read(text, currency)


_LONGEST = 1000  # characters: a longer text tells more than a sum


@lru_cache(maxsize=8192)
def _read(text: str, currency: str | None) -> Amount:
    return _of_sums(text, _sums(text, currency), currency)


def _of_sums(text: str, sums: list[_Sum], currency: str | None) -> Amount:
    if not sums:
        free = _FREE.fullmatch(text.strip(" .")) is not None
        return Amount(text, Decimal(0) if free else None, currency if free else None)
    main = _main(text, sums)
    if main is not None:
        return Amount(text, main.amount, main.currency or currency)
    each = tuple(_shown(one.amount) for one in sums)
    total = _shown(sum((one.amount for one in sums), Decimal(0)))
    question = Question(DoubtCode.AMOUNT_SEVERAL, text, "", tuple(dict.fromkeys((*each, total))))
    shown = next((one.currency for one in sums if one.currency), currency)
    return Amount(text, None, shown, (question,))


def _shown(amount: Decimal) -> str:
    return str(int(amount)) if amount == int(amount) else str(amount)


def _main(text: str, sums: list[_Sum]) -> _Sum | None:
    """The amount that a text is about: the only one, the total, or what the others detail."""
    if len(sums) == 1 or len({one.amount for one in sums}) == 1:
        return sums[0]
    for one in sums:
        if _TOTAL.search(text[: one.start]):
            return one
    rest = text[sums[0].end : sums[1].start]
    if ("(" in rest and ")" not in rest) or _WITHIN.search(rest) or "HT" in rest or "TTC" in rest:
        return sums[0]
    return None


_SIMPLE = re.compile(
    r"[^\d€$£]*?(\d{1,3}(?:[ \u00a0\u202f]\d{3})*|\d+)[ \u00a0\u202f]?([€$])[^\d€$£%]*"
)


def _sums(text: str, currency: str | None) -> list[_Sum]:
    if len(text) > _LONGEST or _DIGIT.search(text) is None:
        return []
    if (simple := _SIMPLE.fullmatch(text)) is not None and not _WORDY.search(text):
        amount = Decimal(_GAPS.sub("", simple[1]))
        return [_Sum(amount, "EUR" if simple[2] == "€" else "CAD", simple.start(1), simple.end(2))]
    return _all_sums(text, currency)


def _all_sums(text: str, currency: str | None) -> list[_Sum]:
    found: list[_Sum] = []
    for match in _SUM.finditer(text):
        symbol = match["before"] or match["after"]
        if not symbol and _OTHER_UNIT.match(text, match.end()):
            continue
        before = text[match.start() - 1 : match.start()]
        if not symbol and not match["scale"] and not _stands_alone(text, match, currency):
            continue
        if before.isalnum() and not match["before"]:
            continue
        code = currency_of(symbol) if symbol else None
        times = _TIMES.search(text, 0, match.start())
        amount = _amount(match) * (int(times[1]) if times else 1)
        found.append(_Sum(amount, code, times.start() if times else match.start(), match.end()))
    named = [i for i, one in enumerate(found) if one.currency]
    if not named:
        return found
    # « 10 000 à 15 000 € »: the first one shares the currency of the second.
    ranged = {
        i - 1 for i in named if i and _UP_TO.fullmatch(text[found[i - 1].end : found[i].start])
    }
    return [one for i, one in enumerate(found) if i in ranged or one.currency]


def _stands_alone(text: str, match: re.Match[str], currency: str | None) -> bool:
    """A number without unit is an amount where it stands alone and is no year."""
    rest = (text[: match.start()] + text[match.end() :]).strip(" .:-–≈~()")
    figures = match["figures"]
    if re.search(r"[^\W\d_]{3}", rest) and not re.fullmatch(
        r"(?i)environ|env\.?|ht|ttc|total", rest
    ):
        return False
    return currency is not None or not (figures.isdigit() and int(figures) in _YEARS)


def _amount(match: re.Match[str]) -> Decimal:
    figures = re.sub(_GAP, "", match["figures"])
    head, sign, tail = figures.rpartition("," if figures.rfind(",") > figures.rfind(".") else ".")
    scale = (match["scale"] or "").lower().rstrip("s").strip("€$")
    # « 15,000 » and « 1.500.000 » count thousands; « 1.500 M€ » does not.
    thousands = sign and len(tail) == 3 and not scale and not head.startswith("0")  # noqa: PLR2004
    whole = re.sub(r"[.,]", "", head or "0")
    number = Decimal(whole + tail) if thousands or not sign else Decimal(f"{whole}.{tail}")
    return number * Decimal(10 ** _SCALES.get(scale, 0))


# Funders ---------------------------------------------------------------------------------------

_BETWEEN = re.compile(
    r"\s*[;|\t•]\s*|\s*,(?!\d)\s*|(?<=[\d€$)%])\s*,\s*(?=\D)|\s+[/+]\s+|\s+et\s+(?=[A-ZÀ-Ý])"
)
_AROUND = " \t\u00a0:=-–—(),.≈~"
_NOT_A_FUNDER = re.compile(
    r"(?:co[ûu]t |budget |montant )?total(?: \w+){0,3}|sous-total|co[ûu]t|budget|"
    r"(?:co-?)?financeurs?(?: montants?)?|montants?(?: \w+)?|recettes?|subventions?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\(?\s*(?:(?:à|a) hauteur de|jusqu['’]à|environ|max\.?|soit|dont)?\s*\d+(?:[.,]\d+)?\s?%\s*\)?"
)
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]")
_EACH = re.compile(r"(?:/|\bpar)\s?(?:ans?|ann[ée]es?|mois)\b|\bper year\b", re.IGNORECASE)
_SHARED = re.compile(r"(?P<sum>[^(),;\n]+)\((?P<names>[^()\n]*[,;][^()\n]*)\)[\s.]*")
_TAX = re.compile(r"\b(?:HT|TTC)\b")


@lru_cache(maxsize=8192)
def understand_funders(
    text: str,
    *,
    amount: Amount | None = None,
    currency: str | None = None,
    known: frozenset[str] = frozenset(),
) -> Funders:
    """Funders of one cell; `amount` comes from the column beside it (« Montant »)."""
    funders: list[Funder] = []
    apart: list[str] = []
    for piece in _split(_without_shared_sum(text, apart), known):
        sums = _sums(piece, currency)
        read = _of_sums(piece, sums, currency)
        name = _name(piece, sums)
        if names_nobody(name) and read.amount is None:
            apart.append(piece)
        elif not name and funders and funders[-1].amount is None:
            last = funders.pop()
            joined = f"{last.text} {piece}"
            funders.append(Funder(last.name, joined, read.amount, read.currency))
        elif not name or _NOT_A_FUNDER.fullmatch(name):
            apart.append(piece)
        else:
            funders.append(Funder(name, piece, read.amount, read.currency))
    if len(funders) == 1 and amount and amount.amount is not None and funders[0].amount is None:
        only = funders[0]
        funders = [Funder(only.name, only.text, amount.amount, amount.currency)]
    return Funders(tuple(funders), (), tuple(apart))


def _without_shared_sum(text: str, apart: list[str]) -> str:
    """« 20 000 € (État 50 %, Région 50 %) »: a sum, and who shares it."""
    match = _SHARED.fullmatch(text) if "(" in text else None
    if match is None or not _sums(match["sum"], None):
        return text
    apart.append(match["sum"].strip())
    return match["names"]


def _split(text: str, known: frozenset[str]) -> Iterator[str]:
    for line in join_wrapped(text):
        for piece in _pieces(line):
            if " et " in piece:
                yield from split_name(piece, known)
            else:
                yield piece


def _pieces(line: str) -> Iterator[str]:
    """Split a line outside parentheses."""
    if _BETWEEN.search(line) is None:
        yield line
        return
    if "(" not in line:
        yield from (piece for raw in _BETWEEN.split(line) if (piece := raw.strip()))
        return
    position, depth = 0, 0
    cuts = {match.start(): match.end() for match in _BETWEEN.finditer(line)}
    for index, letter in enumerate(line):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth <= 0 and index in cuts and index >= position:
            if piece := line[position:index].strip():
                yield piece
            position = cuts[index]
    if piece := line[position:].strip():
        yield piece


def _name(piece: str, sums: list[_Sum]) -> str:
    name = piece
    for one in reversed(sums):
        name = name[: one.start] + " " + name[one.end :]
    if "%" in name:
        name = _SHARE.sub(" ", name)
    name = _EMPTY.sub(" ", _TAX.sub(" ", _EACH.sub(" ", name) if sums else name))
    name = " ".join(name.split()).strip(_AROUND)
    return name + ")" if name.count("(") > name.count(")") else name
