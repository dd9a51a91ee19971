"""Layouts met in real plans, one behaviour each."""

from __future__ import annotations

from dataclasses import replace

from pacte.documents.content import Note, NoteKind, Paragraph, Place
from pacte.roadmap.importing import Choices, ReadPlan, understand
from tests.roadmap.importing.drafts import LEFT, bullet, cell, content, heading, line, table
from tests.roadmap.importing.reading import leads, levels, read, tree


def titles(plan: ReadPlan) -> list[tuple[str | None, str]]:
    return [(action.number, action.title) for action in plan.actions]


def asked(plan: ReadPlan) -> list[tuple[str, str]]:
    return [(doubt.code, doubt.text) for doubt in plan.doubts]


def test_a_total_in_a_column_of_frames_is_no_node() -> None:
    plan = read(
        table(
            ("Axe", "Action", "Pilote", "Budget"),
            ("Se loger", "Visiter les logements", "Agence", "1000 €"),
            ("Total", "", "", "1000 €"),
        )
    )

    assert [node.title for node in plan.nodes] == ["Se loger"]
    assert [(extra.header, extra.text) for extra in plan.extra] == [("Total", "Budget : 1000 €")]


def test_a_partial_sum_stays_with_its_level() -> None:
    plan = read(
        table(
            ("N°", "Action", "Pilote", "Budget"),
            ("AXE 1 : SE LOGER", LEFT, LEFT, LEFT),
            ("1.1", "Visiter les logements", "Agence", "1000 €"),
            ("Sous-total", "", "", "1000 €"),
        )
    )

    assert titles(plan) == [("1.1", "Visiter les logements")]
    assert [(e.header, e.text) for e in plan.nodes[0].extra] == [("Sous-total", "Budget : 1000 €")]


def test_an_action_whose_title_begins_with_total_is_kept() -> None:
    plan = read(
        table(
            ("Action", "Pilote"),
            ("Total accompagnement des familles", "Ville"),
            ("Visiter les logements", "Agence"),
        )
    )

    assert len(plan.actions) == 2


def test_fields_in_the_brackets_of_a_bullet() -> None:
    plan = read(
        heading("Axe 1 – Insertion", 2),
        bullet("Atelier CV (pilote : Mission locale, échéance : juin 2026)"),
        bullet("Garde d’enfants (porteur : CAF / Ville, en continu)"),
        heading("Axe 2 – Métiers", 2),
        bullet("Visites d’entreprises – Pilote : Chambre des métiers – Calendrier : 2026"),
        bullet("Forum ; pilote : Club des entreprises ; partenaires : Ville, Région"),
    )

    assert [action.title for action in plan.actions] == [
        *("Atelier CV", "Garde d’enfants", "Visites d’entreprises", "Forum"),
    ]
    assert leads(plan) == [
        *(["Mission locale"], ["CAF", "Ville"], ["Chambre des métiers"]),
        ["Club des entreprises"],
    ]
    assert [a.schedule.kind if a.schedule else None for a in plan.actions] == [
        *("period", "continuous", "year", None),
    ]
    assert plan.actions[3].partners == ["Ville", "Région"]
    assert plan.coverage == 1.0


def test_brackets_that_name_no_field_stay_in_the_title() -> None:
    plan = read(
        heading("Axe 1 – Insertion", 2),
        bullet("Réflexion à mener (exemples : projet Avatar, francisation)"),
        heading("Axe 2 – Métiers", 2),
        bullet("Restaurer les rivières (syndicat de rivière)"),
    )

    assert [action.title for action in plan.actions] == [
        "Réflexion à mener (exemples : projet Avatar, francisation)",
        "Restaurer les rivières (syndicat de rivière)",
    ]


def test_a_formula_without_its_result_is_kept_and_asked_about_once() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Coût total"),
            ("Visiter les logements", "Agence", "=B2*2"),
            ("Tracer des sentiers", "Ville", "=SUM(B2:B3)"),
        ),
        form="xlsx",
    )

    assert [action.budget for action in plan.actions] == [None, None]
    assert [[e.text for e in action.extra] for action in plan.actions] == [
        ["=B2*2"],
        ["=SUM(B2:B3)"],
    ]
    assert asked(plan) == [("formula_not_computed", "=B2*2")]


def struck(text: str, row: int) -> object:
    note = Note(NoteKind.STRUCK, text, Place(row=row + 1))
    return replace(cell("", row, 0), notes=(note,))


def test_an_action_struck_through_is_an_action_given_up() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Échéance"),
            ("Visiter les logements", "Agence", "2025"),
            (struck("Tracer des sentiers", 2), "Ville", "2026"),  # type: ignore[arg-type]
        )
    )

    assert [action.title for action in plan.actions] == [
        *("Visiter les logements", "Tracer des sentiers"),
    ]
    assert leads(plan) == [["Agence"], ["Ville"]]
    assert plan.actions[1].status is not None
    assert plan.actions[1].status.value == "ABANDONED"
    assert asked(plan) == [("struck_action", "Tracer des sentiers")]


def test_the_state_that_a_struck_row_says_itself_wins() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Statut"),
            ("Visiter les logements", "Agence", "Fait"),
            (struck("Tracer des sentiers", 2), "Ville", "Reporté"),  # type: ignore[arg-type]
        )
    )

    assert [a.status.text if a.status else None for a in plan.actions] == ["Fait", "Reporté"]
    assert asked(plan) == []


def test_a_row_of_help_in_brackets_is_no_action() -> None:
    plan = read(
        table(
            ("Axe", "Action", "Pilote", "Échéance"),
            ("(dans la liste)", "(en une ligne)", "(nom de la structure)", "(MM/AAAA)"),
            ("Se loger", "Visiter les logements", "Agence", "06/2025"),
        )
    )

    assert tree(plan) == ["Se loger > Visiter les logements"]
    assert [extra.header for extra in plan.extra] == ["Consignes de remplissage"]


def test_a_title_over_bullets_in_one_cell_has_them_as_steps() -> None:
    plan = read(
        table(
            ("Action", "Pilote"),
            ("Installer des maraîchers\n• repérer les parcelles\n• acquérir", "Ville"),
            ("Former les cuisiniers", "École"),
        )
    )

    assert [action.title for action in plan.actions] == [
        *("Installer des maraîchers", "Former les cuisiniers"),
    ]
    assert [step.title for step in plan.actions[0].steps] == ["repérer les parcelles", "acquérir"]


def test_a_level_and_its_title_on_two_lines_of_a_cell() -> None:
    plan = read(
        table(
            ("Orientation", "Action", "Pilote"),
            ("Orientation A\nDémocratiser", "Pass culture", "Ville"),
            ("Orientation B\nSoutenir la création", "Résidences", "Ville"),
        )
    )

    assert [(node.number, node.title) for node in plan.nodes] == [
        *(("A", "Démocratiser"), ("B", "Soutenir la création")),
    ]


def test_one_heading_that_names_three_levels() -> None:
    plan = read(
        table(
            ("Code", "Axes / Objectifs / Actions", "Direction pilote", "Budget"),
            ("1", "Énergie", "", ""),
            ("1.1", "Produire", "", ""),
            ("1.1.1", "Ombrières", "Bâtiments", "20000"),
            ("1.1.2", "Centrale", "Eau", "30000"),
        )
    )

    assert levels(plan) == [("Axe", "frame"), ("Objectif", "frame"), ("Action", "action")]


def test_states_of_several_rows_make_one_state() -> None:
    plan = read(
        table(
            ("Action", "Étapes", "Avancement"),
            ("Tiers-lieu", "Étude", "100 %"),
            ("", "Achat", "0 %"),
            ("Former les élus", "Cycle", "100 %"),
        )
    )

    assert [a.status.value if a.status else None for a in plan.actions] == ["IN_PROGRESS", "DONE"]


def test_what_begins_on_a_day_does_not_end_on_it() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Date de début", "Date de fin"),
            ("Visiter les logements", "Agence", "01/02/2025", ""),
            ("Tracer des sentiers", "Ville", "01/02/2025", "01/03/2025"),
        )
    )

    first = plan.actions[0].schedule
    assert first is not None
    assert (first.kind, str(first.start), first.end) == ("period", "2025-02-01", None)


def test_weather_is_no_state() -> None:
    plan = read(
        table(("Action", "Pilote", "Météo"), ("Visiter", "Agence", "☀"), ("Tracer", "Ville", "🌧"))
    )

    assert [action.status for action in plan.actions] == [None, None]
    assert [[(e.header, e.text) for e in action.extra] for action in plan.actions] == [
        [("Météo", "☀")],
        [("Météo", "🌧")],
    ]
    assert asked(plan) == []


CARD = (
    ("Intitulé", "Ateliers de français"),
    ("Objectifs", "Apprendre"),
    ("Pilote", "Centre social"),
    ("Calendrier", "En continu"),
    ("Budget", "12 500 €"),
    ("Livrables", "Bilan"),
)


def test_a_value_that_could_be_a_label_is_still_a_value() -> None:
    plan = read(line("Fiche action n° 3"), table(*CARD))

    action = plan.actions[0]
    assert (action.number, action.title) == ("3", "Ateliers de français")
    assert action.schedule is not None
    assert action.schedule.kind == "continuous"
    assert [step.title for step in action.steps] == ["Bilan"]
    assert plan.coverage == 1.0


def test_a_card_says_to_which_axis_it_belongs() -> None:
    plan = read(
        heading("FICHE ACTION 1 : Observer le marché"),
        line("Axe de rattachement : Axe A : Connaître"),
        line("Maître d’ouvrage : Agglomération"),
        heading("FICHE ACTION 2 : Produire"),
        line("Axe de rattachement : Axe B : Bâtir"),
        line("Maître d’ouvrage : Agglomération"),
    )

    assert levels(plan) == [("Axe", "frame"), ("Action", "action")]
    assert tree(plan) == ["A Connaître > 1 Observer le marché", "B Bâtir > 2 Produire"]


OUTLINE = """I. UNE VILLE VERTE
A. Préserver
1. Planter des arbres
Responsable : Parcs
2. Créer un jardin
Responsable : Loisirs
B. Réduire
1. Composter
Responsable : Régie
II. UNE VILLE SOLIDAIRE
A. Soutenir
1. Accueillir
Responsable : Direction"""


def test_numerals_over_letters_over_figures_are_three_levels() -> None:
    plan = read(*(line(text, number) for number, text in enumerate(OUTLINE.split("\n"), 1)))

    assert tree(plan) == [
        "I UNE VILLE VERTE > A Préserver > 1 Planter des arbres",
        "I UNE VILLE VERTE > A Préserver > 2 Créer un jardin",
        "I UNE VILLE VERTE > B Réduire > 1 Composter",
        "II UNE VILLE SOLIDAIRE > A Soutenir > 1 Accueillir",
    ]
    assert [label for label, _ in levels(plan)] == ["Thème", "Sous-thème", "Action"]


def test_a_plain_axis_stays_open_under_the_word_actions() -> None:
    plan = read(
        line("Axe 1. Développement économique", 1),
        line("Actions :", 2),
        bullet("Réhabiliter les friches", number=3),
        bullet("recenser", depth=1, number=4),
        line("Axe 2. Environnement", 5),
        line("Actions :", 6),
        bullet("Restaurer les rivières", number=7),
    )

    assert tree(plan) == [
        "1 Développement économique > Réhabiliter les friches",
        "2 Environnement > Restaurer les rivières",
    ]


def on_page(row: int, page: int, *texts: str) -> tuple[object, ...]:
    place = Place(page=page, table=1, row=row)
    return tuple(
        replace(cell(text, row, column), paragraphs=(Paragraph(text, place),)) if text else ""
        for column, text in enumerate(texts)
    )


def test_a_row_cut_by_a_page_goes_on_without_a_repeated_header() -> None:
    made = table(
        ("Action", "Pilote", "Échéance"),
        on_page(1, 1, "1. Réduire les émissions", "Ville", "2025"),
        on_page(2, 2, "Renouveler le parc", "", ""),
        on_page(3, 2, "2. Former", "École", "2026"),
    )
    rows = tuple(
        replace(row, place=replace(row.place, page=1 if index < 2 else 2))
        for index, row in enumerate(made.rows)
    )
    plan = read(replace(made, rows=rows), form="pdf")

    assert titles(plan) == [("1", "Réduire les émissions Renouveler le parc"), ("2", "Former")]


def test_the_cover_of_a_workbook_gives_its_title() -> None:
    plan = read(
        table(("Plan climat des Lacs",), ("Version de mars",), sheet="Couverture"),
        table(("Action", "Pilote"), ("Visiter", "Agence"), sheet="Plan d'action"),
        form="xlsx",
    )

    assert plan.title == "Plan climat des Lacs"
    assert [(extra.header, extra.text) for extra in plan.extra] == [
        ("Couverture", "Version de mars")
    ]


def test_a_hidden_sheet_is_kept_under_its_name() -> None:
    hidden = replace(
        table(("Idée", "Qui"), ("Ancienne", "Ville"), sheet="Brouillon"), is_hidden=True
    )
    plan = read(
        table(("Action", "Pilote"), ("Visiter", "Agence"), sheet="Plan"), hidden, form="xlsx"
    )

    assert len(plan.actions) == 1
    assert [(extra.header, extra.text) for extra in plan.extra] == [
        ("Brouillon (masqué)", "Idée | Qui\nAncienne | Ville")
    ]
    assert plan.coverage == 1.0


def test_years_are_asked_about_once_for_the_whole_file() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Échéance"),
            ("Visiter", "Agence", "2024-2025"),
            ("Tracer", "Ville", "2024-2025"),
        )
    )

    assert asked(plan) == [("years_convention", "2024-2025")]


UNKNOWN = (
    ("Ce que nous voulons", "Ce que nous ferons ensemble", "Échéance"),
    ("Des rues sûres partout", "Peindre des bandes cyclables", "2025"),
    ("Des écoles fraîches en été", "Planter des arbres dans les cours", "2026"),
)


def test_another_column_may_hold_the_actions() -> None:
    plan = read(table(*UNKNOWN))

    doubt = next(doubt for doubt in plan.doubts if doubt.code == "column_unsure")
    assert doubt.understood == "Ce que nous ferons ensemble"
    assert doubt.alternatives == ["Ce que nous voulons"]

    chosen = Choices(answers={doubt.key: doubt.values[0]})
    again = understand(content(table(*UNKNOWN)), choices=chosen)
    assert [a.title for a in again.actions] == [
        *("Des rues sûres partout", "Des écoles fraîches en été"),
    ]


def test_ongoing_work_keeps_the_lines_that_bullets_still_show() -> None:
    lost = "CLE\n- Salon de l’emploi\nCRJ\n- Place aux jeunes - Passage"
    plan = read(
        table(
            ("Action", "Pilote", "Actions en cours"),
            ("Visiter", "Agence", cell(lost, 1, 2, lines_lost=True)),
        )
    )

    assert [(item.organisation, item.text) for item in plan.actions[0].ongoing] == [
        ("CLE", "Salon de l’emploi"),
        ("CRJ", "Place aux jeunes - Passage"),
    ]
    assert [doubt.alternatives for doubt in plan.doubts] == [
        ["CLE ; - Salon de l’emploi ; CRJ ; - Place aux jeunes ; - Passage"]
    ]


def test_labels_and_values_in_turn_are_a_card_and_no_turned_table() -> None:
    plan = read(
        table(
            ("FICHE ACTION N°1 – Accès aux droits", LEFT, LEFT, LEFT),
            ("Axe", "Axe 2 : Prévenir", "Priorité", "Haute"),
            ("Pilote", "Département", "Partenaires", "CAF, CCAS"),
            ("Début", "01/2024", "Fin", "12/2026"),
            ("Budget", "20 000 €", "Cofinanceurs", "État"),
            ("Contexte", "Non-recours important.", LEFT, LEFT),
        )
    )

    action = plan.actions[0]
    assert tree(plan) == ["2 Prévenir > 1 Accès aux droits"]
    assert (action.leads, action.partners) == (["Département"], ["CAF", "CCAS"])
    assert [funder.name for funder in action.funders] == ["État"]
    assert action.priority == "Haute"


def test_bullets_under_a_numbered_title_are_its_steps() -> None:
    plan = read(
        heading("1. Économie", 1),
        heading("1.1 Créer un fonds", 2),
        line("Étapes", bold=True),
        bullet("Étude"),
        bullet("Travaux"),
        line("Échéancier : mi-2025"),
        heading("1.2 Soutenir les commerces", 2),
        line("Échéancier : 2026"),
        heading("2. Habitat", 1),
        heading("2.1 Rénover", 2),
        line("Échéancier : 2027"),
    )

    assert [step.title for step in plan.actions[0].steps] == ["Étude", "Travaux"]
    assert [a.schedule.text if a.schedule else None for a in plan.actions] == [
        *("mi-2025", "2026", "2027"),
    ]
    assert plan.coverage == 1.0


def test_named_priorities_are_a_level() -> None:
    plan = read(
        table(
            ("Priorités", "Actions", "Qui ?"),
            ("Priorité 1 : Repérage", "Former les médecins", "ARS"),
            ("Priorité 2 : Droits", "Guide des droits", "UNAFAM"),
        )
    )

    assert levels(plan) == [("Priorité", "frame"), ("Action", "action")]
    assert tree(plan) == ["1 Repérage > Former les médecins", "2 Droits > Guide des droits"]


def test_amounts_in_thousands_by_their_heading() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Montant (k€)"),
            ("Visiter", "Agence", "350"),
            ("Tracer", "Ville", "12 000 €"),
        )
    )

    assert [a.budget.amount if a.budget else None for a in plan.actions] == [350_000, 12_000]
