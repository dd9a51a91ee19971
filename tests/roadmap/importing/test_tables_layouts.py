"""Tables as territories lay them out, and the plan that each holds."""

from __future__ import annotations

from tests.roadmap.importing.drafts import ABOVE, LEFT, heading, line, table
from tests.roadmap.importing.reading import leads, left_aside, levels, read, tree

HEADER = ("Axe", "Objectif", "Action", "Pilote", "Échéance")


def test_a_merged_cell_holds_for_every_row_it_covers() -> None:
    plan = read(
        table(
            HEADER,
            ("1. Se déplacer", "1.1 Marcher", "Tracer des sentiers", "Ville", "2025"),
            (ABOVE, ABOVE, "Planter des arbres", "Ville", "2026"),
            (ABOVE, "1.2 Rouler", "Peindre des bandes", ABOVE, "2026"),
        )
    )

    assert tree(plan) == [
        "1 Se déplacer > 1.1 Marcher > Tracer des sentiers",
        "1 Se déplacer > 1.1 Marcher > Planter des arbres",
        "1 Se déplacer > 1.2 Rouler > Peindre des bandes",
    ]
    assert leads(plan) == [["Ville"], ["Ville"], ["Ville"]]


def test_a_blank_cell_repeats_the_one_above_in_frame_columns_only() -> None:
    plan = read(
        table(
            HEADER,
            ("Se loger", "Rénover", "Visiter les logements", "Agence", "2025"),
            ("", "", "Aider aux dossiers", "", ""),
            ("", "Bâtir", "Choisir un terrain", "Mairie", "2027"),
        )
    )

    assert tree(plan) == [
        "Se loger > Rénover > Visiter les logements",
        "Se loger > Rénover > Aider aux dossiers",
        "Se loger > Bâtir > Choisir un terrain",
    ]
    assert leads(plan) == [["Agence"], [], ["Mairie"]]


def test_full_width_banners_are_levels() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Échéance"),
            ("AXE 1 – SE DÉPLACER", LEFT, LEFT),
            ("1.1 Tracer des sentiers", "Ville", "2025"),
            ("AXE 2 – SE LOGER", LEFT, LEFT),
            ("Objectif 2.1 : Rénover", LEFT, LEFT),
            ("2.1.1 Visiter les logements", "Agence", "2026"),
        )
    )

    assert levels(plan) == [("Axe", "frame"), ("Objectif", "frame"), ("Action", "action")]
    assert tree(plan) == [
        "1 SE DÉPLACER > 1.1 Tracer des sentiers",
        "2 SE LOGER > 2.1 Rénover > 2.1.1 Visiter les logements",
    ]


def test_banners_without_a_level_name_are_themes() -> None:
    plan = read(
        table(
            ("N°", "Action", "Pilote", "Échéance"),
            ("Se déplacer", LEFT, LEFT, LEFT),
            ("1", "Tracer des sentiers", "Ville", "2025"),
            ("Se loger", LEFT, LEFT, LEFT),
            ("2", "Visiter les logements", "Agence", "2026"),
        )
    )

    assert levels(plan) == [("Thème", "frame"), ("Action", "action")]
    assert tree(plan) == [
        "Se déplacer > 1 Tracer des sentiers",
        "Se loger > 2 Visiter les logements",
    ]


def test_a_banner_in_the_first_cell_only() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Échéance"),
            ("Axe 1 : Se déplacer", "", ""),
            ("Tracer des sentiers", "Ville", "2025"),
            ("Axe 2 : Se loger", "", ""),
            ("Visiter les logements", "Agence", ""),
            sheet="Plan d'action",
        ),
        form="xlsx",
    )

    assert tree(plan) == [
        "1 Se déplacer > Tracer des sentiers",
        "2 Se loger > Visiter les logements",
    ]


def test_a_title_above_each_table_is_a_level() -> None:
    plan = read(
        heading("Plan de transition"),
        heading("Axe 1 : Se déplacer", 2),
        table(("Action", "Pilote"), ("Tracer des sentiers", "Ville"), number=1),
        heading("Axe 2 : Se loger", 2),
        table(("Action", "Pilote"), ("Visiter les logements", "Agence"), number=2),
    )

    assert plan.title == "Plan de transition"
    assert tree(plan) == [
        "1 Se déplacer > Tracer des sentiers",
        "2 Se loger > Visiter les logements",
    ]


def test_headings_without_a_level_name_above_each_table_are_themes() -> None:
    plan = read(
        heading("Plan de transition"),
        heading("Mobilité", 2),
        table(("Action", "Pilote"), ("Tracer des sentiers", "Ville"), number=1),
        heading("Habitat", 2),
        table(("Action", "Pilote"), ("Visiter les logements", "Agence"), number=2),
    )

    assert levels(plan) == [("Thème", "frame"), ("Action", "action")]
    assert tree(plan) == ["Mobilité > Tracer des sentiers", "Habitat > Visiter les logements"]


def test_a_sheet_for_each_axis() -> None:
    header = ("Action", "Pilote", "Échéance")
    plan = read(
        table(header, ("Tracer des sentiers", "Ville", "2025"), sheet="Axe 1 - Se déplacer"),
        table(header, ("Visiter les logements", "Agence", "2026"), sheet="Axe 2 - Se loger"),
        form="xlsx",
    )

    assert tree(plan) == [
        "1 Se déplacer > Tracer des sentiers",
        "2 Se loger > Visiter les logements",
    ]


def test_a_table_without_a_new_heading_continues_the_last_node() -> None:
    header = ("Axe", "Action", "Pilote")
    plan = read(
        table(header, ("Se loger", "Visiter les logements", "Agence"), number=1),
        table(header, ("", "Aider aux dossiers", "Agence"), number=2),
        table(("", "Choisir un terrain", "Mairie"), number=3),
    )

    assert tree(plan) == [
        "Se loger > Visiter les logements",
        "Se loger > Aider aux dossiers",
        "Se loger > Choisir un terrain",
    ]


def test_a_row_cut_over_a_page_goes_on_with_the_action_above() -> None:
    header = ("Axe", "Action", "Étapes", "Pilote")
    plan = read(
        table(header, ("Se loger", "1.1 Visiter les", "1.1.1 Lister les rues", "Agence"), number=1),
        table(
            header,
            ("", "logements anciens", "du centre. 1.1.2 Écrire aux gens", ""),
            ("", "1.2 Aider aux dossiers", "1.2.1 Ouvrir un guichet", "Mairie"),
            number=2,
        ),
    )

    assert tree(plan) == [
        "Se loger > 1.1 Visiter les logements anciens",
        "Se loger > 1.2 Aider aux dossiers",
    ]
    assert [step.title for step in plan.actions[0].steps] == [
        "Lister les rues du centre.",
        "Écrire aux gens",
    ]


def test_two_header_rows_and_a_row_of_help() -> None:
    plan = read(
        table(
            ("Présentation", LEFT, "Mise en œuvre", LEFT, LEFT),
            ("Axe", "Action", "Pilote", "Calendrier", LEFT),
            ("", "", "", "Date de début", "Date de fin"),
            ("texte libre", "texte libre", "ex. : mairie", "jj/mm/aaaa", "jj/mm/aaaa"),
            ("Se loger", "Visiter les logements", "Agence", "01/02/2025", "30/06/2025"),
        )
    )

    assert tree(plan) == ["Se loger > Visiter les logements"]
    assert left_aside(plan) == []
    assert [extra.header for extra in plan.extra] == ["Consignes de remplissage"]
    assert "ex. : mairie" in plan.extra[0].text


def test_years_ticked_in_columns() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Calendrier", LEFT, LEFT),
            (ABOVE, ABOVE, "2024", "2025", "2026"),
            ("Tracer des sentiers", "Ville", "", "X", "X"),
            ("Planter des arbres", "Ville", "X", "", ""),
        )
    )

    assert [a.schedule and a.schedule.text for a in plan.actions] == ["2025, 2026", "2024"]


def test_levels_in_one_column_told_apart_by_their_numbers() -> None:
    plan = read(
        table(
            ("Actions", "Pilote", "Échéance"),
            ("1. Se déplacer", "", ""),
            ("1.1 Tracer des sentiers", "Ville", "2025"),
            ("1.2 Planter des arbres", "Ville", "2026"),
            ("2. Se loger", "", ""),
            ("2.1 Visiter les logements", "Agence", "2026"),
        )
    )

    assert tree(plan) == [
        "1 Se déplacer > 1.1 Tracer des sentiers",
        "1 Se déplacer > 1.2 Planter des arbres",
        "2 Se loger > 2.1 Visiter les logements",
    ]


def test_numbering_that_restarts_under_each_axis() -> None:
    plan = read(
        table(
            ("Axe", "N°", "Action", "Pilote"),
            ("Se loger", "1", "Visiter les logements", "Agence"),
            ("", "2", "Aider aux dossiers", "Agence"),
            ("Se nourrir", "1", "Ouvrir un marché", "Mairie"),
        )
    )

    assert [(a.number, a.title) for a in plan.actions] == [
        ("1", "Visiter les logements"),
        ("2", "Aider aux dossiers"),
        ("1", "Ouvrir un marché"),
    ]
    assert len({action.id for action in plan.actions}) == 3


def test_a_turned_table_holds_an_action_in_each_column() -> None:
    plan = read(
        table(
            ("Action", "Tracer des sentiers", "Planter des arbres"),
            ("Pilote", "Ville", "Association"),
            ("Échéance", "2025", "2026"),
            ("Budget", "1000 €", "2000 €"),
        )
    )

    assert [action.title for action in plan.actions] == [
        "Tracer des sentiers",
        "Planter des arbres",
    ]
    assert leads(plan) == [["Ville"], ["Association"]]


def test_a_means_with_its_own_lead_in_each_row_is_the_action() -> None:
    plan = read(
        table(
            ("Objectif", "Moyens", "Responsable", "Échéance"),
            ("Accueillir", "Former des bénévoles", "Maison", "2025"),
            (ABOVE, "Tenir un kiosque", "Club", "2026"),
            ("Informer", "Publier un guide", "Mairie", "2026"),
            (ABOVE, "Tenir un site", "Office", "2027"),
        )
    )

    assert levels(plan) == [("Objectif", "frame"), ("Moyen", "action")]
    assert len(plan.actions) == 4


def test_objectives_right_of_the_action_are_no_level() -> None:
    plan = read(
        table(
            ("Axe", "Action", "Objectifs", "Pilote"),
            ("Se loger", "Visiter les logements", "Réduire le froid", "Agence"),
        )
    )

    assert levels(plan) == [("Axe", "frame"), ("Action", "action")]
    assert [(e.header, e.text) for e in plan.actions[0].extra] == [
        ("Objectifs", "Réduire le froid")
    ]


def test_a_total_is_no_action() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Budget"),
            ("Visiter les logements", "Agence", "1000 €"),
            ("Total", "", "1000 €"),
        )
    )

    assert [action.title for action in plan.actions] == ["Visiter les logements"]
    assert left_aside(plan) == []
    assert [(extra.header, extra.text) for extra in plan.extra] == [("Total", "Budget : 1000 €")]


def test_a_document_without_action() -> None:
    plan = read(heading("Compte rendu"), line("La séance est ouverte à neuf heures."))

    assert plan.actions == []
    assert plan.levels == []


def test_paragraphs_under_an_axis_are_told_of_its_node() -> None:
    plan = read(
        heading("Axe 1 : Se déplacer"),
        line("Le territoire compte peu de trottoirs."),
        table(("Action", "Pilote"), ("Tracer des sentiers", "Ville"), number=1),
    )

    assert [extra.text for extra in plan.nodes[0].extra] == [
        "Le territoire compte peu de trottoirs."
    ]


def test_a_recapitulative_table_is_a_summary_of_the_cards() -> None:
    plan = read(
        table(
            ("N°", "Action", "Pilote"), ("1", "Marcher", "Ville"), ("2", "Rouler", "Club"), number=1
        ),
        table(
            ("Fiche action n° 1 : Marcher", LEFT),
            ("Pilote", "Ville"),
            ("Calendrier", "2025"),
            ("Budget", "1000 €"),
            number=2,
        ),
        table(
            ("Fiche action n° 2 : Rouler", LEFT),
            ("Pilote", "Club"),
            ("Calendrier", "2026"),
            ("Budget", "500 €"),
            number=3,
        ),
    )

    assert [action.title for action in plan.actions] == ["Marcher", "Rouler"]
    assert [a.schedule and a.schedule.text for a in plan.actions] == ["2025", "2026"]
    assert len(plan.repeated) == 2


def test_headings_that_nobody_knows_are_recognised_by_their_cells() -> None:
    plan = read(
        table(
            ("Ce que nous voulons", "Celui qui", "Vers quand"),
            ("Isoler les écoles de la commune", "Mairie", "2025"),
            ("Planter des haies", "Club", "juin 2026"),
        )
    )

    assert [action.title for action in plan.actions] == [
        "Isoler les écoles de la commune",
        "Planter des haies",
    ]
    assert [a.schedule and a.schedule.kind for a in plan.actions] == ["year", "period"]
    assert [doubt.code for doubt in plan.doubts] == ["column_unsure"]


def test_a_table_without_headings() -> None:
    plan = read(
        table(
            ("Isoler les écoles de la commune", "2025", "10 000 €"),
            ("Planter des haies le long des routes", "2026", "5 000 €"),
            ("Ouvrir un café au village", "2027", "20 000 €"),
        )
    )

    assert len(plan.actions) == 3
    assert [a.budget and a.budget.amount for a in plan.actions] == [10000, 5000, 20000]


def test_a_list_of_people_is_no_plan() -> None:
    plan = read(
        table(
            ("Nom", "Organisme", "Courriel"),
            ("Alix Exemple", "Mairie", "alix@exemple.test"),
            ("Camille Exemple", "Club", "camille@exemple.test"),
        )
    )

    assert plan.actions == []


def test_ticked_states_and_amounts_under_the_name_of_a_funder() -> None:
    plan = read(
        table(
            ("Action", "Coût total", "État", "Région", "Réalisé", "En cours"),
            ("Isoler les écoles", "50 000 €", "20 000 €", "30 000 €", "X", ""),
            ("Planter des haies", "10 000 €", "10 000 €", "", "", "X"),
        )
    )

    assert [a.status and a.status.value for a in plan.actions] == ["DONE", "IN_PROGRESS"]
    assert [[(f.name, f.amount) for f in a.funders] for a in plan.actions] == [
        [("État", 20000), ("Région", 30000)],
        [("État", 10000)],
    ]


def test_actions_listed_in_one_cell() -> None:
    plan = read(
        table(
            ("Objectif", "Actions", "Pilote"),
            ("Économiser l'eau", "- Réparer les fuites\n- Informer", "Régie"),
            ("Protéger", "- Clôturer\n- Planter", "Agglo"),
        )
    )

    assert levels(plan) == [("Objectif", "frame"), ("Action", "action")]
    assert len(plan.actions) == 4
    assert leads(plan) == [["Régie"], ["Régie"], ["Agglo"], ["Agglo"]]
    assert [(d.code, d.values) for d in plan.doubts] == [("level_unsure", ["Objectif"])]


def test_steps_with_a_row_of_their_own() -> None:
    plan = read(
        table(
            ("Action", "Étapes", "Pilote", "Échéance"),
            ("Bâtir une maison", "Choisir le lieu", "Ville", "mars 2025"),
            (ABOVE, "Lancer l'appel", "Agglo", "juin 2025"),
        )
    )

    (action,) = plan.actions
    assert [(s.title, s.lead, s.due) for s in action.steps] == [
        ("Choisir le lieu", "Ville", "mars 2025"),
        ("Lancer l'appel", "Agglo", "juin 2025"),
    ]
    assert action.leads == ["Ville", "Agglo"]


def test_codes_tell_levels_apart() -> None:
    plan = read(
        table(
            ("Code", "Libellé", "Pilote", "Échéance"),
            ("A", "Transition", "", ""),
            ("A1", "Isoler les écoles", "Bâtiments", "2025"),
            ("B", "Solidarités", "", ""),
            ("B1", "Ouvrir un guichet", "Guichet", "2025"),
        )
    )

    assert tree(plan) == [
        "A Transition > A1 Isoler les écoles",
        "B Solidarités > B1 Ouvrir un guichet",
    ]


def test_the_territory_named_above_the_plan() -> None:
    plan = read(
        line("Plan climat 2025-2030"),
        line("Communauté de communes du Val Fictif"),
        table(("Axe", "Action", "Pilote"), ("Énergie", "Isoler", "CC")),
    )

    assert plan.title == "Plan climat 2025-2030"
    assert plan.territory == "Communauté de communes du Val Fictif"


def test_an_objective_with_indicators_alone_is_the_action() -> None:
    plan = read(
        heading("Enjeu 1 : La vitalité"),
        table(
            ("Objectif", "Indicateur", "Mesure de départ", "Cible"),
            ("1.1 Accompagner les repreneurs", "Nombre de reprises", "4", "6"),
        ),
    )

    assert levels(plan) == [("Enjeu", "frame"), ("Objectif", "action")]
    assert plan.actions[0].indicators == ["Nombre de reprises"]


def test_a_table_of_contents_repeats_the_plan_without_a_doubt() -> None:
    plan = read(
        heading("Plan de transition"),
        line("Axe 1 : Économiser l'eau ........ 3"),
        heading("Axe 1 : Économiser l'eau"),
        table(("Action", "Pilote"), ("Réparer les fuites", "Régie")),
    )

    assert [passage.of for passage in plan.repeated] == [plan.nodes[0].id]
    assert plan.doubts == []


def test_a_column_without_heading_that_groups_rows_is_a_level() -> None:
    plan = read(
        table(
            ("", "Ambitions", "Actions", "Pilote"),
            ("AXE 1 – Se loger", "Rénover", "Visiter les logements", "Agence"),
            (ABOVE, ABOVE, "Aider aux dossiers", "Agence"),
            (ABOVE, "Bâtir", "Choisir un terrain", "Mairie"),
            ("AXE 2 – Se nourrir", "Cultiver", "Ouvrir un marché", "Mairie"),
            (ABOVE, ABOVE, "Planter un verger", "Club"),
        )
    )

    assert [label for label, _ in levels(plan)] == ["Axe", "Ambition", "Action"]
    assert tree(plan)[2] == "1 Se loger > Bâtir > Choisir un terrain"


def test_a_level_that_moves_to_another_column_keeps_its_name() -> None:
    plan = read(
        table(
            ("Axe", "Objectif", "Action", "Pilote"),
            ("Axe 1 : Se loger", "Objectif 1.1 : Rénover", "Visiter les logements", "Agence"),
            ("Axe 2 : Se nourrir", "", "Ouvrir un marché", "Mairie"),
            ("Objectif 2.1 : Cultiver", "", "Planter un verger", "Club"),
        )
    )

    assert [label for label, _ in levels(plan)] == ["Axe", "Objectif", "Action"]
    named = {node.number: plan.levels[node.level].label for node in plan.nodes}
    assert named == {"1": "Axe", "1.1": "Objectif", "2": "Axe", "2.1": "Objectif"}
    assert tree(plan)[2] == "2 Se nourrir > 2.1 Cultiver > Planter un verger"


def test_a_header_of_two_rows_repeated() -> None:
    first = ("Volet", "Mesure", "Échéance", LEFT, "Responsable")
    second = (ABOVE, ABOVE, "Début", "Fin", ABOVE)
    plan = read(
        table(
            first,
            second,
            ("Emploi", "Tenir un salon", "2024", "2025", "Office"),
            first,
            second,
            ("Emploi", "Former", "2025", "2026", "Centre"),
        )
    )

    assert [action.title for action in plan.actions] == ["Tenir un salon", "Former"]


def test_a_title_and_its_description_in_one_cell() -> None:
    told = "Créer un guichet\n" + "Ce guichet réunira les services en un lieu accessible. " * 6
    plan = read(table(("Action", "Pilote"), (told, "Ville")))

    (action,) = plan.actions
    assert action.title == "Créer un guichet"
    assert (action.description or "").startswith("Ce guichet")
