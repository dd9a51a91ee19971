import datetime as dt
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.documents.content import CellValue
from pacte.roadmap import enums
from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.importing.answers import take_schedule
from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.plan import LevelKind, ReadSchedule
from pacte.roadmap.importing.schedules import (
    Convention,
    ScheduleKind,
    join_schedules,
    understand_schedule,
)

# words | kind | start | end | what is asked
DATED = """
2015 | year | 2015-01-01 | 2015-12-31 |
en 2025 | year | 2025-01-01 | 2025-12-31 |
Courant 2025 | year | 2025-01-01 | 2025-12-31 |
Année 2025 | year | 2025-01-01 | 2025-12-31 |
Horizon 2030 | year | 2030-01-01 | 2030-12-31 |
Vers 2027 | year | 2027-01-01 | 2027-12-31 |
2014-2015 | years | 2014-01-01 | 2015-12-31 | years_convention
2015 - 2016 | years | 2015-01-01 | 2016-12-31 | years_convention
2023–2024 | years | 2023-01-01 | 2024-12-31 | years_convention
2023/2024 | years | 2023-01-01 | 2024-12-31 | years_convention
2024-25 | years | 2024-01-01 | 2025-12-31 | years_convention
2011-12 | years | 2011-01-01 | 2012-12-31 | years_convention
2020-2026 | years | 2020-01-01 | 2026-12-31 |
2023 à 2025 | years | 2023-01-01 | 2025-12-31 |
de 2023 à 2025 | years | 2023-01-01 | 2025-12-31 |
Entre 2022 et 2026 | years | 2022-01-01 | 2026-12-31 |
2024 et 2025 | years | 2024-01-01 | 2025-12-31 |
2024, 2025, 2026 | years | 2024-01-01 | 2026-12-31 |
2025 ou 2026 | years | 2025-01-01 | 2026-12-31 |
mandat 2020-2026 | years | 2020-01-01 | 2026-12-31 |
plan 2023-2028 | years | 2023-01-01 | 2028-12-31 |
année scolaire 2024-2025 | years | 2024-09-01 | 2025-08-31 |
exercice 2024-2025 | years | 2024-04-01 | 2025-03-31 |
Année financière 2024-2025 | years | 2024-04-01 | 2025-03-31 |
3 ans (2024-2026) | years | 2024-01-01 | 2026-12-31 |
Lancement en 2024, livraison 2026 | years | 2024-01-01 | 2026-12-31 |
T2 2025 | period | 2025-04-01 | 2025-06-30 |
T3-2024 | period | 2024-07-01 | 2024-09-30 |
2025 T1 | period | 2025-01-01 | 2025-03-31 |
2T2025 | period | 2025-04-01 | 2025-06-30 |
Q2 2025 | period | 2025-04-01 | 2025-06-30 |
1er trimestre 2025 | period | 2025-01-01 | 2025-03-31 |
1ᵉʳ trim. 2025 | period | 2025-01-01 | 2025-03-31 |
Premier trimestre 2026 | period | 2026-01-01 | 2026-03-31 |
4e trimestre de 2025 | period | 2025-10-01 | 2025-12-31 |
dernier trimestre 2025 | period | 2025-10-01 | 2025-12-31 |
T1 et T2 2025 | period | 2025-01-01 | 2025-06-30 |
T4 2024 - T2 2025 | period | 2024-10-01 | 2025-06-30 |
S1 2025 | period | 2025-01-01 | 2025-06-30 |
2e semestre 2025 | period | 2025-07-01 | 2025-12-31 |
second semestre 2025 | period | 2025-07-01 | 2025-12-31 |
S2 2024 / S1 2025 | period | 2024-07-01 | 2025-06-30 |
1er semestre 2023 – fin 2024 | period | 2023-01-01 | 2024-12-31 |
rentrée 2025 | period | 2025-09-01 | 2025-09-30 |
Rentrée scolaire 2025 | period | 2025-09-01 | 2025-09-30 |
fin 2025 | period | 2025-10-01 | 2025-12-31 |
fin de l'année 2024 | period | 2024-10-01 | 2024-12-31 |
fin d’année 2025 | period | 2025-10-01 | 2025-12-31 |
début 2025 | period | 2025-01-01 | 2025-03-31 |
Début de l'année 2025 | period | 2025-01-01 | 2025-03-31 |
mi-2024 | period | 2024-05-01 | 2024-08-31 |
Fin mars 2024 | period | 2024-03-21 | 2024-03-31 |
mi-juin 2024 | period | 2024-06-11 | 2024-06-20 |
début septembre 2024 | period | 2024-09-01 | 2024-09-10 |
printemps 2024 | period | 2024-03-21 | 2024-06-20 |
Automne 2025 | period | 2025-09-21 | 2025-12-20 |
hiver 2025 | period | 2025-01-01 | 2025-03-20 |
hiver 2024-2025 | period | 2024-12-21 | 2025-03-20 |
été 2024 | period | 2024-06-21 | 2024-09-20 |
À l’été 2024 | period | 2024-06-21 | 2024-09-20 |
fall 2025 | period | 2025-09-21 | 2025-12-20 |
Printemps-été 2024 | period | 2024-03-21 | 2024-09-20 |
Automne 2024 - hiver 2025 | period | 2024-09-21 | 2025-03-20 |
Été-automne 2025 | period | 2025-06-21 | 2025-12-20 |
Aut. 2025 | period | 2025-09-21 | 2025-12-20 |
Printemps 25 | period | 2025-03-21 | 2025-06-20 |
T1 2024-2025 | period | 2024-04-01 | 2024-06-30 |
T4 2024-2025 | period | 2025-01-01 | 2025-03-31 |
2025 (T3) | period | 2025-07-01 | 2025-09-30 |
2025 (1er semestre) | period | 2025-01-01 | 2025-06-30 |
mars (2025) | period | 2025-03-01 | 2025-03-31 |
Rentrée 2024-2025 | period | 2024-09-01 | 2024-09-30 |
2023-2024-2025 | years | 2023-01-01 | 2025-12-31 |
Début 2024 – Fin 2026 | period | 2024-01-01 | 2026-12-31 |
Début : 2024 ; fin : 2026 | years | 2024-01-01 | 2026-12-31 |
Fin T1 2025 | period | 2025-03-01 | 2025-03-31 |
Avril-mai-juin 2025 | period | 2025-04-01 | 2025-06-30 |
15 et 16 mai 2025 | period | 2025-05-15 | 2025-05-16 |
Lundi 3 juin 2024 | date | 2024-06-03 | 2024-06-03 |
À court terme (2024) | year | 2024-01-01 | 2024-12-31 |
An 1 (2024) | year | 2024-01-01 | 2024-12-31 |
2024-2025 school year | years | 2024-09-01 | 2025-08-31 |
Jan-Mar 2025 | period | 2025-01-01 | 2025-03-31 |
By December 2025 | period | | 2025-12-31 |
Échéance : juin 2025 | period | | 2025-06-30 |
31/12 | date | | | year_missing
12/2024 | period | 2024-12-01 | 2024-12-31 |
2024-03 | period | 2024-03-01 | 2024-03-31 |
mars 2024 | period | 2024-03-01 | 2024-03-31 |
Janv. 2024 | period | 2024-01-01 | 2024-01-31 |
Sept. 2025 | period | 2025-09-01 | 2025-09-30 |
mars-24 | period | 2024-03-01 | 2024-03-31 |
September 2024 | period | 2024-09-01 | 2024-09-30 |
janvier à mars 2024 | period | 2024-01-01 | 2024-03-31 |
de janvier 2024 à décembre 2026 | period | 2024-01-01 | 2026-12-31 |
juin-sept. 2024 | period | 2024-06-01 | 2024-09-30 |
Juillet/août 2024 | period | 2024-07-01 | 2024-08-31 |
mars et juin 2024 | period | 2024-03-01 | 2024-06-30 |
nov. 2024 à mars 2025 | period | 2024-11-01 | 2025-03-31 |
nov. à mars 2025 | period | 2024-11-01 | 2025-03-31 |
nov. 2024 à mars | period | 2024-11-01 | 2025-03-31 |
Mars 2024 - juin 2024 | period | 2024-03-01 | 2024-06-30 |
du 15 au 20 mars 2024 | period | 2024-03-15 | 2024-03-20 |
1er janvier 2024 au 31 décembre 2026 | period | 2024-01-01 | 2026-12-31 |
01/01/2024 - 31/12/2024 | period | 2024-01-01 | 2024-12-31 |
2024-01-01 au 2024-06-30 | period | 2024-01-01 | 2024-06-30 |
Juin 2025 (à confirmer) | period | 2025-06-01 | 2025-06-30 |
15 mars 2024 | date | 2024-03-15 | 2024-03-15 |
1er janv 2023 | date | 2023-01-01 | 2023-01-01 |
le 15 mars 2024 | date | 2024-03-15 | 2024-03-15 |
2024-03-15 | date | 2024-03-15 | 2024-03-15 |
15/03/2024 | date | 2024-03-15 | 2024-03-15 |
15.03.24 | date | 2024-03-15 | 2024-03-15 |
March 15, 2024 | date | 2024-03-15 | 2024-03-15 |
31 décembre 2024 | date | 2024-12-31 | 2024-12-31 |
45078 | date | 2023-06-01 | 2023-06-01 |
à partir de 2023 | period | 2023-01-01 | |
A partir du printemps 2023 | period | 2023-03-21 | |
Dès 2024 | period | 2024-01-01 | |
depuis 2019 | period | 2019-01-01 | |
2026 et suivantes | period | 2026-01-01 | |
Après 2025 | period | 2026-01-01 | |
jusqu’en 2026 | period | | 2026-12-31 |
d’ici 2026 | period | | 2026-12-31 |
D'ici la fin 2026 | period | | 2026-12-31 |
D'ici le 31 décembre 2024 | period | | 2024-12-31 |
Au plus tard le 30 juin 2025 | period | | 2025-06-30 |
avant juin 2025 | period | | 2025-05-31 |
avant fin 2025 | period | | 2025-12-31 |
avant le 15 mars 2024 | period | | 2024-03-15 |
by 2026 | period | | 2026-12-31 |
avant juin | period | | | year_missing
1er trimestre | period | | | year_missing
S1 | period | | | year_missing
mars | period | | | year_missing
Printemps | period | | | year_missing
15 mars | date | | | year_missing
En continu à partir de 2023 | continuous | 2023-01-01 | |
2024 puis annuel | continuous | 2024-01-01 | |
En continu jusqu'en 2026 | continuous | | 2026-12-31 |
2023 Belvédère | year | 2023-01-01 | 2023-12-31 | schedule_partly_read
Étude : 2023, travaux : 2024 | years | 2023-01-01 | 2024-12-31 |
fin 2024 - début 2023 | unknown | | | schedule_reversed
"""
# words | kind | what is asked | state
UNDATED = """
En continu | continuous | |
En continue | continuous | |
Continu | continuous | |
Permanent | continuous | |
Annuel | continuous | |
Annuellement | continuous | |
Chaque année | continuous | |
Tous les ans (septembre) | continuous | |
Annuel (mars) | continuous | |
2 fois par an | continuous | |
2 sentiers/an | continuous | |
1 réunion par trimestre | continuous | |
Trimestriel | continuous | |
Mensuellement | continuous | |
Toute l'année | continuous | |
Tout au long du plan | continuous | |
Durée du mandat | continuous | |
Récurrent | continuous | |
Aux deux ans | continuous | |
À chaque conseil | continuous | |
Une fois l'an | continuous | |
Au besoin | continuous | |
Selon les besoins | continuous | |
En tout temps | continuous | |
ongoing | continuous | |
À poursuivre | continuous | to_be_continued |
Poursuite | continuous | to_be_continued |
En cours | underway | underway_as_schedule | IN_PROGRESS
En cours de réalisation | underway | underway_as_schedule | IN_PROGRESS
Déjà engagé | underway | underway_as_schedule | IN_PROGRESS
In progress | underway | underway_as_schedule | IN_PROGRESS
À long terme | long_term | |
Long terme | long_term | |
Moyen et long terme | long_term | |
long-term | long_term | |
Court terme | to_be_set | |
Moyen terme | to_be_set | |
court/moyen terme | to_be_set | |
Dès maintenant | to_be_set | |
À déterminer | to_be_set | |
à définir | to_be_set | |
À venir | to_be_set | |
A préciser | to_be_set | |
Selon financement | to_be_set | |
Si financement | to_be_set | |
TBD | to_be_set | |
? | to_be_set | |
An 1 | to_be_set | year_missing |
Année 1 à 3 | to_be_set | year_missing |
6 mois | to_be_set | year_missing |
Réalisé | unknown | done_as_schedule | DONE
Terminé | unknown | done_as_schedule | DONE
✔ | unknown | done_as_schedule | DONE
Abandonné | unknown | state_as_schedule | ABANDONED
Reporté | to_be_set | state_as_schedule | PAUSED
Quand le lac gèlera | unknown | schedule_unknown |
- | unknown | |
n/a | unknown | |
"""


def _rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in table.strip().splitlines()]


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "kind", "start", "end", "asked"), _rows(DATED))
def test_understand_schedule_reads_dates(
    text: str, kind: str, start: str, end: str, asked: str
) -> None:
    schedule = understand_schedule(text)

    assert (schedule.text, schedule.kind, schedule.start, schedule.end) == (
        text,
        kind,
        _date(start),
        _date(end),
    )
    assert [question.code for question in schedule.questions] == ([asked] if asked else [])


@pytest.mark.parametrize(("text", "kind", "asked", "status"), _rows(UNDATED))
def test_understand_schedule_reads_words_without_date(
    text: str, kind: str, asked: str, status: str
) -> None:
    schedule = understand_schedule(text)

    assert (schedule.text, schedule.kind, schedule.start, schedule.end) == (text, kind, None, None)
    assert [question.code for question in schedule.questions] == ([asked] if asked else [])
    assert schedule.status == (status or None)


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Réalisé en 2023", ScheduleKind.YEAR, ActionStatus.DONE),
        ("En cours (2014)", ScheduleKind.YEAR, ActionStatus.IN_PROGRESS),
        ("En cours, à terminer en 2025", ScheduleKind.PERIOD, ActionStatus.IN_PROGRESS),
        ("En cours – fin 2025", ScheduleKind.PERIOD, ActionStatus.IN_PROGRESS),
        ("Reporté à 2026", ScheduleKind.YEAR, ActionStatus.PAUSED),
        ("2024 (terminé)", ScheduleKind.YEAR, ActionStatus.DONE),
    ],
)
def test_understand_schedule_reads_a_state_beside_a_date(
    text: str, kind: ScheduleKind, status: ActionStatus
) -> None:
    schedule = understand_schedule(text)

    assert (schedule.kind, schedule.status, schedule.questions) == (kind, status, ())


@pytest.mark.parametrize(
    ("convention", "start", "end"),
    [
        (Convention.CIVIL, dt.date(2014, 1, 1), dt.date(2015, 12, 31)),
        (Convention.FISCAL, dt.date(2014, 4, 1), dt.date(2015, 3, 31)),
        (Convention.SCHOOL, dt.date(2014, 9, 1), dt.date(2015, 8, 31)),
    ],
)
def test_understand_schedule_follows_the_convention_of_the_file(
    convention: Convention, start: dt.date, end: dt.date
) -> None:
    schedule = understand_schedule("2014-2015", convention=convention)

    assert (schedule.kind, schedule.start, schedule.end) == (ScheduleKind.YEARS, start, end)
    assert schedule.questions == ()


def test_understand_schedule_offers_the_other_conventions() -> None:
    (question,) = understand_schedule("2014-2015").questions

    assert question.code is DoubtCode.YEARS_CONVENTION
    assert (question.understood, question.alternatives) == ("civil", ("fiscal", "school"))


@pytest.mark.parametrize("value", [2015, 2015.0])
def test_understand_schedule_reads_a_year_kept_as_a_number(value: CellValue) -> None:
    schedule = understand_schedule(str(value), value)

    assert (schedule.text, schedule.kind) == ("2015", ScheduleKind.YEAR)


@pytest.mark.parametrize(
    ("text", "value", "kind", "start", "end"),
    [
        ("", 45078.0, "date", dt.date(2023, 6, 1), dt.date(2023, 6, 1)),
        (
            "2024-03-01",
            dt.datetime(2024, 3, 1, tzinfo=dt.UTC),
            "date",
            dt.date(2024, 3, 1),
            dt.date(2024, 3, 1),
        ),
        ("mars-24", dt.date(2024, 3, 1), "period", dt.date(2024, 3, 1), dt.date(2024, 3, 31)),
        ("2024", dt.date(2024, 1, 1), "year", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        ("", dt.date(2024, 3, 5), "date", dt.date(2024, 3, 5), dt.date(2024, 3, 5)),
    ],
)
def test_understand_schedule_reads_what_a_cell_holds(
    text: str, value: CellValue, kind: str, start: dt.date, end: dt.date
) -> None:
    schedule = understand_schedule(text, value)

    assert (schedule.kind, schedule.start, schedule.end) == (kind, start, end)


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        ("2024", "2026", ScheduleKind.YEARS),
        ("2024", "2024", ScheduleKind.YEAR),
        ("01/02/2024", "30/06/2024", ScheduleKind.PERIOD),
        ("01/02/2024", "01/02/2024", ScheduleKind.DATE),
        ("2026", "2024", ScheduleKind.UNKNOWN),
        ("2024", "En continu", ScheduleKind.CONTINUOUS),
    ],
)
def test_join_schedules_makes_one_of_two_columns(start: str, end: str, kind: ScheduleKind) -> None:
    joined = join_schedules(understand_schedule(start), understand_schedule(end))

    assert joined is not None
    assert (joined.text, joined.kind) == (f"{start} – {end}", kind)


@pytest.mark.parametrize(
    ("text", "answer", "kind", "start"),
    [
        ("2014-2015", "fiscal", ScheduleKind.YEARS, dt.date(2014, 4, 1)),
        ("En cours", "continuous", ScheduleKind.CONTINUOUS, None),
        ("En cours", "underway", ScheduleKind.UNDERWAY, None),
        ("2023 Belvédère", "unknown", ScheduleKind.UNKNOWN, None),
        ("2023 Belvédère", "", ScheduleKind.YEAR, dt.date(2023, 1, 1)),
    ],
)
def test_take_schedule_follows_the_answer(
    text: str, answer: str, kind: ScheduleKind, start: dt.date | None
) -> None:
    read = understand_schedule(text)
    settled = ReadSchedule(read.text, read.kind, read.start, read.end)

    take_schedule(settled, answer, text)

    assert (settled.text, settled.kind, settled.start) == (text, kind, start)


def test_join_schedules_keeps_the_only_one() -> None:
    end = join_schedules(None, understand_schedule("30/06/2024"))

    assert end is not None
    assert (end.start, end.end) == (None, dt.date(2024, 6, 30))


_PIECES = st.sampled_from(
    [
        *(
            "2024",
            "2015",
            " - ",
            "-",
            " à ",
            "mars",
            "janvier",
            "fin ",
            "début ",
            "mi-",
            "T1",
            "S2",
        ),
        *(
            " et ",
            ", ",
            "/",
            "d’ici ",
            "avant ",
            "hiver ",
            "été ",
            "12",
            "31",
            "rentrée ",
            "en cours",
        ),
        *("annuel", " ", "0", "1er ", "jusqu’en ", "00", "99", "\n", "mandat ", "Q3 ", "45078"),
    ]
)


@given(st.lists(_PIECES, max_size=9).map("".join) | st.text(max_size=40))
def test_understand_schedule_never_fails_and_keeps_words(text: str) -> None:
    for convention in (None, *Convention):
        schedule = understand_schedule(text, convention=convention)

        assert schedule.text == text
        assert not (schedule.start and schedule.end) or schedule.start <= schedule.end


@given(st.floats(allow_nan=True) | st.integers() | st.dates() | st.datetimes() | st.booleans())
def test_understand_schedule_takes_any_value(value: CellValue) -> None:
    schedule = understand_schedule("x", value)

    assert not (schedule.start and schedule.end) or schedule.start <= schedule.end


@pytest.mark.parametrize(
    ("read", "kept"), [(ScheduleKind, enums.ScheduleKind), (LevelKind, enums.LevelKind)]
)
def test_what_is_read_has_the_kinds_that_are_kept_in_small_letters(
    read: type[Enum], kept: type[Enum]
) -> None:
    assert [kind.value for kind in read] == [kind.value.lower() for kind in kept]
