"""What columns mean by what their cells hold, where their headings do not say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacte.roadmap.importing.amounts import understand_amount
from pacte.roadmap.importing.cell_contents import meaning_by_content
from pacte.roadmap.importing.fields import CROSS
from pacte.roadmap.importing.levels import sample
from pacte.roadmap.importing.pieces import fold, squeeze
from pacte.roadmap.importing.statuses import understand_status
from pacte.roadmap.importing.vocabulary import (
    Meaning,
    Recognition,
    Role,
    key_of,
    level_label,
    meaning_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.roadmap.importing.pieces import BodyRow, Column, Part


def _mark_states(parts: Sequence[Part], rows: Sequence[BodyRow]) -> None:
    """« Réalisé | En cours | À venir », ticked: the heading ticked is the state."""
    found = [
        column.index
        for column in parts[0].columns
        if not column.chosen
        and understand_status(squeeze(column.heading)).value is not None
        and (texts := _texts(rows, column))
        and all(CROSS.match(text) for text in texts)
    ]
    if len(found) > 1:
        for part in parts:
            for index in found:
                part.columns[index].mark = squeeze(part.columns[index].heading)
                part.columns[index].recognition = None


def _name_priorities(parts: Sequence[Part], rows: Sequence[BodyRow]) -> None:
    """« Priorité 1 : Repérage » in a column of priorities is a level, and no rank."""
    for column in parts[0].columns:
        if column.meaning is not Meaning.PRIORITY or column.chosen:
            continue
        labels = [level_label(squeeze(text)) for text in _texts(rows, column)]
        named = [label for label in labels if label is not None and label.title]
        if named and len(named) == len(labels):
            for part in parts:
                part.columns[column.index].recognition = named[0].recognition


def _tell_resources(parts: Sequence[Part], rows: Sequence[BodyRow]) -> None:
    """« Moyens » right of an action, where it says with what and not how: « 1 ETP », « 20 k€ »."""
    columns = parts[0].columns
    actions = [c.index for c in columns if c.recognition and c.recognition.role is Role.ACTION]
    for column in columns if actions else ():
        if column.chosen or column.index < min(actions) or key_of(column.heading) != "moyen":
            continue
        texts = _texts(rows, column)
        if texts and sum(bool(_RESOURCE.search(text)) for text in texts) * 2 > len(texts):
            for part in parts:
                part.columns[column.index].recognition = Recognition(
                    Meaning.RESOURCES, 0.9, column.heading, Role.FIELD
                )


def _mark_funders(parts: Sequence[Part], rows: Sequence[BodyRow]) -> None:
    """Amounts under « État », « Région »…, beside a budget: the heading names who gives."""
    columns = parts[0].columns
    if not any(column.meaning in MONEY for column in columns):
        return
    named = any(column.meaning is Meaning.FUNDERS and not _in_money(column) for column in columns)
    for column in columns:
        if column.chosen or column.mark or not column.heading:
            continue
        if not _may_give(column, named=named):
            continue
        texts = _texts(rows, column)
        if _are_money(texts) or (_in_money(column) and _are_numbers(texts)):
            for part in parts:
                part.columns[column.index].gives = True


def _in_money(column: Column) -> bool:
    """Under « Financements sollicités », which several columns share."""
    found = meaning_of(column.group.rpartition(" – ")[2]) if column.group else None
    return found is not None and found.meaning in MONEY


def _may_give(column: Column, *, named: bool) -> bool:
    """Whether a heading may be the name of a funder; `named` where another column names them."""
    own = meaning_of(column.heading)
    if _TOTAL.search(fold(column.heading)):
        return False
    if own is not None and own.meaning is Meaning.FUNDER_AMOUNT:
        return not named and _GENERIC.match(fold(column.heading)) is None
    if _in_money(column):
        return own is None or own.meaning not in (*MONEY, *NUMBERS)
    return column.meaning not in (*MONEY, *NUMBERS)


def _choose_budget(parts: Sequence[Part], rows: Sequence[BodyRow]) -> None:
    """« Budget 2026 | Budget 2027 | Total »: the total is the budget, or else their sum."""
    columns = [c for c in parts[0].columns if not (c.chosen or c.mark or c.gives)]
    budgets = [c for c in columns if c.meaning is Meaning.BUDGET]
    if not budgets:
        return
    totals = [
        c
        for c in columns
        if _TOTAL.search(fold(c.heading))
        and (c.meaning is Meaning.BUDGET or (not c.recognition and _are_money(_texts(rows, c))))
    ]
    yearly = [c for c in budgets if _YEAR.search(c.heading) or _YEAR.search(c.group)]
    for part in parts:
        if totals:
            for column in budgets:
                part.columns[column.index].recognition = None
            part.columns[totals[0].index].recognition = _BUDGET
        elif len(yearly) > 1 and len(yearly) == len(budgets):
            for column in yearly:
                part.columns[column.index].yearly = True


def _texts(rows: Sequence[BodyRow], column: Column) -> list[str]:
    return [row.texts[column.index] for row in rows if row.texts[column.index]]


def _are_numbers(texts: Sequence[str]) -> bool:
    return bool(texts) and all(text.strip().isdigit() for text in texts)


def _are_money(texts: Sequence[str]) -> bool:
    """Amounts, among which a round sum may look like a year."""
    known = [_is_money(text) for text in texts]
    return any(known) and all(
        found or text.strip().isdigit() for found, text in zip(known, texts, strict=True)
    )


def _is_money(text: str) -> bool:
    found = understand_amount(text)
    if found.amount is None:
        return text.startswith("=")  # a formula that the file has no result of
    return found.currency is not None or found.amount >= SMALLEST or not found.amount


_RESOURCE = re.compile(
    r"(?<!\w)(?:etp|k?€|\$|euros?|heures?|jours?|agents?|humains?|financi\w+|budgets?|subventions?"
    r"|salari[ée]e?s?|b[ée]n[ée]voles?|mat[ée]riels?|ing[ée]nierie|internes?)(?!\w)",
    re.IGNORECASE,
)
_BUDGET = Recognition(Meaning.BUDGET, 1.0, "", Role.FIELD)
_TOTAL = re.compile(r"\b(?:total|global|ensemble)\b")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# Headings of amounts that name nobody.
_GENERIC = re.compile(r"(?:montants?|amount|taux|subventions?|parts? du financement)\b")
SMALLEST = 100  # a number without currency that may be an amount
MONEY = (Meaning.BUDGET, Meaning.FUNDER_AMOUNT, Meaning.FUNDERS)
NUMBERS = (
    *(
        Meaning.NUMBER,
        Meaning.TARGET,
        Meaning.PROGRESS,
        Meaning.REMAINING,
        Meaning.PRIORITY,
        Meaning.SCHEDULE,
    ),
    *(Meaning.START, Meaning.END, Meaning.INDICATORS, Meaning.ACTION, Meaning.DESCRIPTION),
)


def guess_columns(parts: Sequence[Part]) -> None:
    """Columns are recognised also by what their cells hold, where their heading does not say."""
    rows = sample(parts)
    _mark_states(parts, rows)
    _mark_funders(parts, rows)
    _choose_budget(parts, rows)
    _name_priorities(parts, rows)
    _tell_resources(parts, rows)
    taken = {column.meaning for column in parts[0].columns}
    for place, column in enumerate(parts[0].columns):
        if column.recognition is not None or column.mark is not None or column.heading:
            continue
        samples = [row.texts[column.index] for row in rows if row.texts[column.index]]
        found = meaning_by_content(samples) if samples else None
        if found is not None and found.meaning not in taken:
            for part in parts:
                part.columns[place].recognition = found
