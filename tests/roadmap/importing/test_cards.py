"""Fiches action: tables of labels and values, and sections under labels."""

from __future__ import annotations

from tests.roadmap.importing.drafts import LEFT, bullet, content, heading, line, table
from tests.roadmap.importing.reading import left_aside, levels, read, tree


def test_a_table_of_labels_and_values_is_one_action() -> None:
    plan = read(
        heading("Axe 1 : Se déplacer"),
        table(
            ("Fiche action n° 1.1 : Tracer des sentiers", LEFT),
            ("Objectif stratégique", "1 – Marcher"),
            ("Description", "Relier les écoles entre elles."),
            ("Pilote", "Ville"),
            ("Partenaires", "Club, Office"),
            ("Calendrier", "2025"),
            ("Budget prévisionnel", "12 000 €"),
            ("Indicateurs de suivi", "- Kilomètres tracés\n- Passages"),
            ("Points de vigilance", "Le relief."),
        ),
    )

    (action,) = plan.actions
    assert tree(plan) == ["1 Se déplacer > 1 Marcher > 1.1 Tracer des sentiers"]
    assert action.description == "Relier les écoles entre elles."
    assert action.leads == ["Ville"]
    assert action.partners == ["Club", "Office"]
    assert action.indicators == ["Kilomètres tracés", "Passages"]
    assert [(e.header, e.text) for e in action.extra] == [("Points de vigilance", "Le relief.")]


def test_plain_lines_of_labels_and_values() -> None:
    plan = read(
        line("FICHE ACTION N° 1.1"),
        line("Intitulé : Tracer des sentiers"),
        line("Axe stratégique : Se déplacer"),
        line("Pilote : Ville / Club"),
        line("Description de l'action : Relier les écoles."),
        line("Calendrier : T3 2025"),
        line("FICHE ACTION N° 1.2"),
        line("Intitulé : Prêter des vélos"),
        line("Axe stratégique : Se déplacer"),
        line("Pilote : Club"),
    )

    assert tree(plan) == [
        "Se déplacer > 1.1 Tracer des sentiers",
        "Se déplacer > 1.2 Prêter des vélos",
    ]
    assert plan.actions[0].leads == ["Ville", "Club"]
    assert plan.actions[0].description == "Relier les écoles."


def test_four_columns_of_labels_and_values() -> None:
    plan = read(
        table(
            ("Action", "Tracer des sentiers", "N°", "A1"),
            ("Pilote", "Ville", "Échéance", "2026"),
            ("Description", "Relier les écoles.", LEFT, LEFT),
            ("Partenaires", "Club", "Budget", "500 €"),
        )
    )

    (action,) = plan.actions
    assert (action.number, action.title) == ("A1", "Tracer des sentiers")
    assert action.leads == ["Ville"]
    assert action.schedule is not None
    assert action.schedule.text == "2026"
    assert action.description == "Relier les écoles."


def test_labels_above_their_values() -> None:
    plan = read(
        table(
            ("Action 3 – Ouvrir un marché", LEFT),
            ("Description", LEFT),
            ("Vendre les produits d'ici.", LEFT),
            ("Pilote", "Partenaires"),
            ("Mairie", "Chambre"),
            ("Calendrier", LEFT),
            ("2027", LEFT),
        )
    )

    (action,) = plan.actions
    assert (action.number, action.title) == ("3", "Ouvrir un marché")
    assert action.leads == ["Mairie"]
    assert action.partners == ["Chambre"]
    assert action.description == "Vendre les produits d'ici."


def test_several_cards_and_the_titles_above_them() -> None:
    def card(lead: str, number: int) -> object:
        return table(("Pilote", lead), ("Calendrier", "2025"), ("Budget", "10 €"), number=number)

    plan = read(
        heading("Fiche action 1 : Marcher", 2),
        card("Ville", 1),
        heading("Fiche action 2 : Rouler", 2),
        card("Club", 2),
    )

    assert tree(plan) == ["1 Marcher", "2 Rouler"]
    assert [action.leads for action in plan.actions] == [["Ville"], ["Club"]]


def test_cards_told_in_paragraphs() -> None:
    plan = read(
        heading("Axe 1 : Se déplacer"),
        heading("Action 1.1 : Tracer des sentiers", 2),
        line("Relier les écoles entre elles."),
        line("Pilote : Ville"),
        line("Partenaires : Club, Office"),
        line("Étapes :", bold=True),
        bullet("Relever les besoins"),
        bullet("Poser les panneaux"),
        heading("Action 1.2 : Planter des arbres", 2),
        line("Calendrier : 2026"),
        heading("Axe 2 : Se loger"),
        heading("Action 2.1 : Visiter les logements", 2),
        line("Pilote : Agence"),
    )

    assert levels(plan) == [("Axe", "frame"), ("Action", "action"), ("Étape", "step")]
    assert tree(plan) == [
        "1 Se déplacer > 1.1 Tracer des sentiers",
        "1 Se déplacer > 1.2 Planter des arbres",
        "2 Se loger > 2.1 Visiter les logements",
    ]
    first = plan.actions[0]
    assert first.description == "Relier les écoles entre elles."
    assert [step.title for step in first.steps] == ["Relever les besoins", "Poser les panneaux"]
    assert first.partners == ["Club", "Office"]


def test_an_outline_of_bullets_under_levels() -> None:
    plan = read(
        line("Axe 1 : Se déplacer"),
        bullet("Tracer des sentiers"),
        bullet("Relever les besoins", 1),
        bullet("Planter des arbres"),
        line("Axe 2 : Se loger"),
        bullet("Visiter les logements"),
    )

    assert tree(plan) == [
        "1 Se déplacer > Tracer des sentiers",
        "1 Se déplacer > Planter des arbres",
        "2 Se loger > Visiter les logements",
    ]
    assert [step.title for step in plan.actions[0].steps] == ["Relever les besoins"]


def test_an_outline_of_numbers() -> None:
    plan = read(
        line("1. Se déplacer"),
        line("1.1 Tracer des sentiers"),
        line("Pilote : Ville"),
        line("1.2 Planter des arbres"),
        line("2. Se loger"),
        line("2.1 Visiter les logements"),
        line("Pilote : Agence"),
    )

    assert tree(plan) == [
        "1 Se déplacer > 1.1 Tracer des sentiers",
        "1 Se déplacer > 1.2 Planter des arbres",
        "2 Se loger > 2.1 Visiter les logements",
    ]
    assert [action.leads for action in plan.actions] == [["Ville"], [], ["Agence"]]


def test_a_section_of_actions_under_each_objective() -> None:
    plan = read(
        heading("Objectif 1 : Accueillir"),
        line("Les besoins :", bold=True),
        bullet("Un lieu ouvert"),
        line("Actions prévues :", bold=True),
        bullet("Ouvrir une maison"),
        bullet("Former des bénévoles"),
        heading("Objectif 2 : Informer"),
        line("Actions prévues :", bold=True),
        bullet("Publier un guide"),
    )

    assert tree(plan) == [
        "1 Accueillir > Ouvrir une maison",
        "1 Accueillir > Former des bénévoles",
        "2 Informer > Publier un guide",
    ]
    assert "Un lieu ouvert" in " ".join(extra.text for extra in plan.nodes[0].extra)
    assert left_aside(plan) == ["Actions prévues :", "Actions prévues :"]


def test_headings_alone_are_no_plan() -> None:
    plan = read(heading("Introduction"), line("Bonjour."), heading("Conclusion"), line("Merci."))

    assert plan.actions == []
    assert content().blocks == ()


def test_numbers_that_stand_in_the_labels() -> None:
    plan = read(
        table(
            ("Axe 2", "Mobilité durable"),
            ("Action 2.3", "Développer le covoiturage"),
            ("Porteur", "Agglo"),
            ("Calendrier", "2025"),
        )
    )

    assert tree(plan) == ["2 Mobilité durable > 2.3 Développer le covoiturage"]


def test_a_number_and_a_title_in_two_cells() -> None:
    plan = read(
        table(
            ("FICHE ACTION N° 1.2", "Prêter des vélos"),
            ("Description", "Trente vélos."),
            ("Pilote", "Club"),
            ("Calendrier", "2026"),
        )
    )

    assert tree(plan) == ["1.2 Prêter des vélos"]
    assert plan.actions[0].description == "Trente vélos."


def test_blocks_of_one_sheet_under_its_title_and_its_axes() -> None:
    rows: list[tuple[str, ...]] = [("PROGRAMME DES TRANSPORTS",), ("Axe 1 : Rouler",)]
    for number, title in (("1", "Prêter des vélos"), ("2", "Relier les gares")):
        if number == "2":
            rows.append(("Axe 2 : Voyager",))
        rows += [
            (f"Action n° {number}", title),
            ("Pilote", "Club", "Échéance", "juin 2026"),
            ("Partenaires", "Lycées", "Coût", "1 500 €"),
        ]
    plan = read(table(*rows, sheet="Fiches"))

    assert plan.title == "PROGRAMME DES TRANSPORTS"
    assert tree(plan) == ["1 Rouler > 1 Prêter des vélos", "2 Voyager > 2 Relier les gares"]
    assert [action.budget and action.budget.amount for action in plan.actions] == [1500, 1500]
    assert left_aside(plan) == []


def test_a_sheet_for_each_card_is_no_level() -> None:
    plan = read(
        *(
            table(
                (f"Fiche action n°{number}",),
                ("Titre de l'action", title),
                ("Axe", "Axe 1 : Rouler"),
                ("Pilote", "Club"),
                sheet=f"FA{number}",
            )
            for number, title in (("1", "Prêter des vélos"), ("2", "Relier les gares"))
        )
    )

    assert levels(plan) == [("Axe", "frame"), ("Action", "action")]
    assert tree(plan) == ["1 Rouler > 1 Prêter des vélos", "1 Rouler > 2 Relier les gares"]


def test_boxes_say_what_is_ticked() -> None:
    plan = read(
        table(
            ("FICHE ACTION 1.1\nAccueillir des internes", LEFT),
            ("Action", "☒ Existante ☐ Nouvelle"),
            ("Porteur", "Agence"),
            ("Calendrier", "☐ 2026 ☒ 2027 ☐ 2028"),
            ("Public visé", "Jeunes ☐ Aînés ☒"),
            ("Priorité", "☐ Haute ☐ Basse"),
            ("Financement", "Fonds : 30 000 €/an\nCommunes : 5 000 €"),
            ("Indicateurs de processus", "Réunions"),
            ("Indicateurs de résultat", "Internes accueillis"),
        )
    )

    (action,) = plan.actions
    assert (action.number, action.title) == ("1.1", "Accueillir des internes")
    assert action.schedule is not None
    assert action.schedule.text == "2027"
    assert action.publics == ["Aînés"]
    assert action.priority is None
    assert [(funder.name, funder.amount) for funder in action.funders] == [
        ("Fonds", 30000),
        ("Communes", 5000),
    ]
    assert action.indicators == ["Réunions", "Internes accueillis"]
    assert [(extra.header, extra.text) for extra in action.extra] == [
        ("Action", "☒ Existante ☐ Nouvelle"),
        ("Calendrier", "☐ 2026 ☒ 2027 ☐ 2028"),
        ("Public visé", "Jeunes ☐ Aînés ☒"),
        ("Priorité", "☐ Haute ☐ Basse"),
    ]
    assert left_aside(plan) == []


def test_cards_beside_a_table_of_other_actions() -> None:
    plan = read(
        heading("Axe 1 : Se déplacer"),
        heading("Action 1.1 : Tracer des sentiers", 2),
        line("Pilote : Ville\nÉchéance : 2025\nÉtapes :"),
        bullet("Relever les besoins"),
        heading("Axe 2 : Se loger"),
        table(("N°", "Action", "Pilote"), ("2.1", "Visiter les logements", "Agence")),
    )

    assert tree(plan) == [
        "1 Se déplacer > 1.1 Tracer des sentiers",
        "2 Se loger > 2.1 Visiter les logements",
    ]
    assert [step.title for step in plan.actions[0].steps] == ["Relever les besoins"]
