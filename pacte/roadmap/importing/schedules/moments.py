"""Finding in a text the words that name moments of the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from pacte.roadmap.importing.schedules.calendar import (
    Grain,
    Moment,
    day,
    half,
    is_day,
    months,
    part_of,
    quarter,
    season,
    whole_year,
    years,
)


@dataclass(frozen=True, slots=True)
class Found:
    moment: Moment
    start: int  # in the text
    end: int


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev feb february",
            "mars march mar",
            "avril avr apr april",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ORDINALS = {
    **dict.fromkeys(("premier", "premiere", "first", "1", "ier"), 1),
    **dict.fromkeys(("deuxieme", "second", "seconde", "2", "iie"), 2),
    **dict.fromkeys(("troisieme", "third", "3", "iiie"), 3),
    **dict.fromkeys(("quatrieme", "dernier", "fourth", "4", "ive"), 4),
}
_SEASON_NAMES = {
    **dict.fromkeys(("printemps", "print", "spring"), "printemps"),
    **dict.fromkeys(("ete", "summer"), "ete"),
    **dict.fromkeys(("automne", "aut", "fall", "autumn"), "automne"),
    **dict.fromkeys(("hiver", "winter"), "hiver"),
}
_PARTS = {
    **dict.fromkeys(("fin", "end", "late"), "fin"),
    **dict.fromkeys(("debut", "early", "beginning"), "debut"),
    **dict.fromkeys(("mi", "milieu", "mid"), "mi"),
}

_YEAR = r"(?:19|20)\d\d(?!\d)"
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})(?![a-z])\.?"
_ORDINAL = r"(?:er|re|ier|iere|ere|e|eme|ieme|nd|nde|d|st|th|rd)?"
_OF = (
    r"\s*(?:de\s+l'annee\s+|de\s+l'an\s+|d'annee\s+|de\s+|d'|du\s+|of\s+|l'annee\s+|annee\s+|,\s*|-|/)?"
    r"\s*"
)
_PART = (
    r"(?:(?P<part>fin|debut|mi|milieu|end|late|early|beginning|mid)"
    r"(?:\s+(?:de\s+l'annee|d'annee|de\s+l'|du\s+mois\s+(?:de\s+|d')|de\s+la|de|du|of\s+the|of)"
    r"|\s+d'|[\s-])\s*)"
)
_NUMBERED = (
    rf"(?:(?P<rank>[1-4]){_ORDINAL}"
    r"|(?P<word>premiere?|deuxieme|second|troisieme|quatrieme|dernier|first|third|fourth|"
    r"ier|iie|iiie|ive))"
)
_OF_YEAR = rf"(?:{_OF}(?P<year>{_YEAR}))?"
_YEAR_AFTER = rf"(?:[\s/-]*(?:de\s+)?(?P<year>{_YEAR}|\d\d(?!\d)))?"
_FISCAL = rf"[\s/-]*(?:de\s+)?(?P<year>{_YEAR})\s?[-/]\s?(?:{_YEAR}|\d\d(?!\d))"
_NO_YEAR = rf"(?!\d)(?![\s/-]*{_YEAR})"
# Not the participle (« a été »).
_SUMMER = (
    r"(?:(?<=l')|(?<=d')|(?<=cet )|(?<=printemps-)|(?<=printemps/)|^(?=ete$)|"
    r"\b(?=ete\s+(?:19|20)|ete\s?(?:[-/]|et|ou)\s?(?:aut|hiv|prin)))ete"
)

_Groups: TypeAlias = dict[str, str | None]


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)  # noqa: PLR2004 — four figures


def _number(text: str | None) -> int:
    return int(text or 0)


def _iso(g: _Groups) -> Moment | None:
    year, month, number = _number(g["year"]), _number(g["month"]), _number(g["day"])
    return day(year, month, number) if is_day(year, month, number) else None


def _day_first(g: _Groups) -> Moment | None:
    year, month, number = _year(g["year"]), _number(g["month"]), _number(g["day"])
    if month > 12 >= number:  # noqa: PLR2004 — then the month stands first
        month, number = number, month
    return day(year, month, number) if is_day(year, month, number) else None


def _days(g: _Groups) -> Moment | None:
    month, year = _MONTHS[(g["month"] or "").rstrip(".")], _year(g["year"])
    first, last = _number(g["first"]), _number(g["last"])
    if not (is_day(year, month, first) and is_day(year, month, last)) or first > last:
        return None
    return Moment(Grain.PART, year, (month, first), (month, last))


def _named_day(g: _Groups) -> Moment | None:
    month, year = _MONTHS[(g["month"] or "").rstrip(".")], _year(g["year"])
    number = _number(g["day"])
    return day(year, month, number) if is_day(year, month, number) else None


def _named_month(g: _Groups) -> Moment | None:
    number = _MONTHS[(g["month"] or "").rstrip(".")]
    return _narrowed(months(_year(g["year"] or g["short"]), number, number), g)


def _narrowed(moment: Moment, g: _Groups) -> Moment:
    part = g.get("part")
    return part_of(moment, _PARTS[part]) if part else moment


def _months_of_year(g: _Groups) -> Moment | None:
    """« juin-sept. 2024 », « de janvier à mars 2024 »: the first takes the year of the last."""
    first = _MONTHS[(g["first"] or "").rstrip(".")]
    last = _MONTHS[(g["last"] or "").rstrip(".")]
    year = _year(g["year"])
    if year is None or first <= last:
        return months(year, first, last)
    return replace(months(year - 1, first, last), last_year=year)


def _month_and_year(g: _Groups) -> Moment | None:
    number = _number(g["month"])
    return months(_year(g["year"]), number, number)


def _quarter(g: _Groups) -> Moment | None:
    return _narrowed(quarter(_year(g["year"]), _rank(g)), g)


def _fiscal_quarter(g: _Groups) -> Moment | None:
    """« T1 2024-2025 » is the first quarter of a fiscal year, which starts in April."""
    rank, year = _rank(g), _number(g["year"])
    return quarter(year + rank // 4, rank % 4 + 1)


def _half(g: _Groups) -> Moment | None:
    rank = min(_rank(g), 2)
    return _narrowed(half(_year(g["year"]), rank), g)


def _rank(g: _Groups) -> int:
    return _ORDINALS[g.get("rank") or g.get("word") or "1"]


def _season(g: _Groups) -> Moment | None:
    year, last = _year(g["year"] or g["short"]), _year(g["last"])
    return season(_SEASON_NAMES[g["season"] or ""], year, last)


def _term(g: _Groups) -> Moment | None:
    year = _year(g["year"])
    return replace(months(year, 9, 9), closes=False)


def _year_range(g: _Groups) -> Moment | None:
    first = _number(g["year"])
    text = g["last"] or ""
    last = int(text) if len(text) == 4 else first // 100 * 100 + int(text)  # noqa: PLR2004 — four figures
    if not first < last <= first + 30:
        return None
    return years(first, last, hyphenated=True)


def _single_year(g: _Groups) -> Moment | None:
    return _narrowed(whole_year(_number(g["year"])), g)


_PATTERNS: tuple[tuple[str, Callable[[_Groups], Moment | None]], ...] = (
    (r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>\d{1,2})(?!\d)", _iso),
    (r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>(?:19|20)\d\d|\d\d)(?!\d)", _day_first),
    (
        (
            rf"(?P<first>\d{{1,2}}){_ORDINAL}\s*(?:au|-|a|et|&)\s*(?:le\s+)?"
            rf"(?P<last>\d{{1,2}}){_ORDINAL}\s+(?P<month>{_MONTH}){_OF_YEAR}"
        ),
        _days,
    ),
    (rf"(?P<day>\d{{1,2}}){_ORDINAL}[\s-]+(?P<month>{_MONTH}){_OF_YEAR}", _named_day),
    (rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<year>{_YEAR})", _named_day),
    (
        rf"(?P<first>{_MONTH})\s*(?:-|/|a|au|jusqu'a|et|to)\s*(?P<last>{_MONTH}){_OF_YEAR}",
        _months_of_year,
    ),
    (
        (
            rf"{_PART}?(?P<month>{_MONTH})"
            rf"(?:{_OF}(?P<year>{_YEAR})|[\s'-](?P<short>[1-4]\d)(?![\d/-]))?"
        ),
        _named_month,
    ),
    (
        (
            rf"(?P<season>printemps|print(?=\.)|automne|aut(?=\.)|hiver|{_SUMMER}|spring|summer|fall|"
            rf"autumn|winter)(?![a-z])\.?(?:{_OF}(?P<year>{_YEAR})(?:\s?[-/]\s?(?P<last>{_YEAR}))?"
            r"|[\s'](?P<short>[2-4]\d)(?![\d/]))?"
        ),
        _season,
    ),
    (rf"(?P<rank>[1-4])\s?t\s?(?P<year>{_YEAR})", _quarter),
    (rf"(?P<year>{_YEAR})(?:\s?|[-/])(?:t|q)\s?(?P<rank>[1-4]){_NO_YEAR}", _quarter),
    (rf"(?:t|q)\s?(?P<rank>[1-4]){_FISCAL}", _fiscal_quarter),
    (rf"{_NUMBERED}\s*trim(?:estre|\.)?(?![a-z]){_FISCAL}", _fiscal_quarter),
    (rf"{_PART}?(?:t|q)\s?(?P<rank>[1-4])(?!\d){_YEAR_AFTER}", _quarter),
    (rf"{_PART}?{_NUMBERED}\s*trim(?:estres?|\.)?(?![a-z]){_OF_YEAR}", _quarter),
    (rf"trimestre\s+(?P<rank>[1-4])(?!\d){_OF_YEAR}", _quarter),
    (rf"(?P<year>{_YEAR})(?:\s?|[-/])(?:s|h)\s?(?P<rank>[12]){_NO_YEAR}", _half),
    (rf"{_PART}?(?:s|h)\s?(?P<rank>[12])(?!\d){_YEAR_AFTER}", _half),
    (rf"{_PART}?{_NUMBERED}\s*sem(?:estres?|\.)?(?![a-z]){_OF_YEAR}", _half),
    (rf"semestre\s+(?P<rank>[12])(?!\d){_OF_YEAR}", _half),
    (
        r"rentree(?:\s+(?:scolaire|universitaire))?(?:\s+(?:de\s+)?septembre)?"
        + _OF_YEAR
        + r"(?:\s?[-/]\s?\d{4})?",
        _term,
    ),
    (rf"(?P<month>0?[1-9]|1[0-2])[/.-](?P<year>{_YEAR})", _month_and_year),
    (
        (
            r"(?<!\d-)"
            rf"(?P<year>{_YEAR})\s?[-/]\s?(?P<last>{_YEAR}(?!\s?-\s?{_YEAR})|\d\d(?![\d/-]))"
        ),
        _year_range,
    ),
    (r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?![\d-])", _month_and_year),
    (rf"(?:{_PART}|(?:fin|debut|milieu)\s+)?(?P<year>{_YEAR})", _single_year),
    (r"(?P<month>0?[1-9]|1[0-2])/(?P<year>[2-4]\d)(?![\d/])", _month_and_year),
    (r"(?P<day>[0-3]?\d)/(?P<month>0[1-9]|1[0-2])(?![\d/])(?P<year>)", _day_first),
)
_COMPILED = tuple((re.compile(rf"(?<![\w]){pattern}"), make) for pattern, make in _PATTERNS)
_HINT = re.compile(
    r"\d|(?:jan|fev|feb|mar|avr|apr|mai|may|ju[inl]|aou|aug|sep|oct|nov|dec|printemps|ete|automne|hiver|"
    r"spring|summer|fall|autumn|winter|trim|sem|rentree)"
)


def moments_in(text: str) -> list[Found]:
    """The moments that a plain lower-case text names, in order, none inside another."""
    if not _HINT.search(text):
        return []
    found: list[Found] = []
    taken = text
    for pattern, make in _COMPILED:
        for match in pattern.finditer(taken):
            moment = make(match.groupdict())
            if moment is not None:
                found.append(Found(moment, match.start(), match.end()))
                # A word counts once: what a longer form has read is out of the others' sight.
                blank = "\0" * (match.end() - match.start())
                taken = taken[: match.start()] + blank + taken[match.end() :]
    return sorted(found, key=lambda each: each.start)
