import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.roadmap.importing import vocabulary
from pacte.roadmap.importing.vocabulary import (
    Meaning,
    Role,
    field_label,
    frame_order,
    key_of,
    level_label,
    meaning_of,
    singular_label,
)

SURE = 0.75  # what a row of headings asks for

HEADINGS = {
    Meaning.ORIENTATION: [
        *("Orientation", "ORIENTATIONS", "Orientations stratégiques", "Grandes orientations"),
        *("Ambition", "Finalité", "Goals", "Lignes directrices"),
    ],
    Meaning.PILLAR: ["Pilier", "Piliers", "PILIER 1"],
    Meaning.AXIS: [
        *("Axes", "Axe (x)", "AXES STRATÉGIQUES", "Axe stratégique 1", "Axes d’intervention"),
        *("Axe de travail", "Axe n°", "Axes prioritaires", "Intitulé de l'axe", "Grands axes"),
        *("Axes de développement", "Axe thématique", "Axe identifié", "Axes/"),
    ],
    Meaning.SUB_AXIS: ["Sous-axe (x.x)", "Sous-sous axe (x.x.x)", "Sous axes"],
    Meaning.ISSUE: [
        "Enjeux",
        "Enjeu",
        "Enjeux prioritaires",
        "Problématiques",
        "Enjeux identifiés",
    ],
    Meaning.OBJECTIVE: [
        *("Objectifs", "Objectif", "OBJECTIFS GÉNÉRAUX", "Objectifs stratégiques", "Objectif visé"),
        *("Objectif(s)", "Objectifs poursuivis", "Objectives", "Objectif général"),
    ],
    Meaning.SUB_OBJECTIVE: ["Sous-objectifs", "Objectifs opérationnels", "Objectif opérationnel"],
    Meaning.SPECIFIC_OBJECTIVE: ["Objectifs spécifiques", "OBJECTIF SPÉCIFIQUE"],
    Meaning.WORKSITE: ["Chantiers", "Chantier prioritaire"],
    Meaning.THEME: ["Thème", "Thématiques", "Thématique prioritaire", "Catégorie", "Sous-thème"],
    Meaning.STRAND: ["Volet", "Volets"],
    Meaning.FIELD: ["Champs d'intervention", "Domaine", "Secteur d'activité", "Leviers d'actions"],
    Meaning.CHALLENGE: ["Défis", "Défi à relever"],
    Meaning.PRIORITY_AREA: ["Priorités stratégiques", "Priorités d'action"],
    Meaning.ACTION: [
        *("Actions", "Action", "Titre de l'action", "Intitulé de l’action", "Actions à mener"),
        *("Actions proposées", "Mesures", "Mesure", "Fiche action", "Fiches actions", "Projet"),
        *("Projets", "Activités", "Actions à réaliser", "Pistes d'action", "Quoi ?", "Initiatives"),
        *(
            "Nom de l'action",
            "Actions retenues",
            "Actions/ mesures proposées",
            "Intitulé",
            "Libellé",
        ),
        *(
            "Stratégies",
            "Actions concrètes",
            "Actions structurantes",
            "Numéro et titre de l'action",
        ),
        *("Activities", "Actions envisagées", "Engagements", "Moyens d'action", "Plan d'action"),
        *(
            "Actions prévues",
            "Actions à engager",
            "Mesures à mettre en place",
            "Interventions",
            "Opérations",
            "ACTION(S)",
            "Action phare",
        ),
    ],
    Meaning.SUB_ACTION: ["Titre de la sous-action", "Sous-actions", "Sous-mesures"],
    Meaning.STEP: [
        *(
            "Moyens",
            "MOYENS",
            "Moyen(s)",
            "Étapes",
            "Etapes de la fiche action",
            "Jalons",
            "Comment ?",
        ),
        *("Modalités de mise en oeuvre", "Étapes de réalisation", "Prochaines étapes", "Tâches"),
        *("Livrables", "Moyens proposés", "Phases", "Étapes clés", "Mise en œuvre", "Milestones"),
    ],
    Meaning.NUMBER: [
        "N°",
        "No",
        "Numéro",
        "N° d'action",
        "Code",
        "Réf.",
        "#",
        "N° fiche",
        "ID",
        "Action no",
        "Mesure #",
    ],
    Meaning.DESCRIPTION: [
        *(
            "Description",
            "Descriptif",
            "Description de l'action",
            "Contenu",
            "Descriptif du projet",
        ),
        *("Présentation de l’action", "Description sommaire", "Détails", "Résumé", "Précisions"),
    ],
    Meaning.CONTEXT: [
        "Contexte",
        "Contexte et enjeux",
        "Justification",
        "Pourquoi ?",
        "Background",
    ],
    Meaning.EXPECTED_RESULT: [
        *(
            "Résultats attendus",
            "Résultat attendu",
            "Résultats visés",
            "Effets attendus",
            "Impacts",
        ),
        *("Retombées attendues", "Résultats escomptés", "Objectifs de l'action", "Extrants"),
    ],
    Meaning.LEAD: [
        *(
            "Responsable",
            "Responsable(s)",
            "Responsables",
            "Pilote",
            "PILOTE",
            "Pilotes",
            "Porteur",
        ),
        *("Porteur(s)", "Structure pilote", "Structure porteuse", "Maître d'ouvrage", "Qui ?"),
        *("Maîtrise d’ouvrage", "Organisme responsable", "Organisme(s) porteur(s)", "Pilotage"),
        *("Pilote(s) de l'action", "Chef de file", "Instance responsable", "Mandataire", "Lead"),
        *("Responsabilité", "Responsable de la mise en œuvre", "Porteurs de projet", "Copilote"),
        *("Lead organization", "Acteurs responsables", "Responsable désigné", "Coordination"),
        *("Responsable·s", "Porteur.se", "Porteur·euse de projet", "MOA", "Imputabilité"),
    ],
    Meaning.LEAD_UNIT: ["Direction ou service pilote", "Service responsable", "Direction pilote"],
    Meaning.LEAD_PERSON: [
        "Personne pilote",
        "Personnes responsables",
        "Référent",
        "Chef de projet",
    ],
    Meaning.ELECTED: ["Élu·e référent·e ", "Élu référent", "Élus référents", "Élu(e) référent(e)"],
    Meaning.LEAD_AND_PARTNERS: [
        *(
            "Responsable/ Collaborateur(s)",
            "Responsables et partenaires",
            "Porteur(s) / Partenaires",
        ),
        *("Pilote et partenaires", "Responsables/collaborateurs", "Pilote - Partenaires"),
        *("Organisme(s) responsable(s) et collaborateurs", "Acteurs (pilotes et partenaires)"),
        *("Responsable (partenaires)", "Responsables & partenaires", "Porteur\nPartenaires"),
    ],
    Meaning.PARTNERS: [
        *(
            "Partenaires",
            "Partenaire(s)",
            "Partenaires associés",
            "Collaborateurs",
            "Collaborations",
        ),
        *("Partenaires potentiels", "Acteurs concernés", "Parties prenantes", "Partenariats"),
        *("Organismes partenaires", "Avec qui ?", "Acteurs mobilisés", "Partners", "Intervenants"),
        *("Partenaires techniques et financiers", "Partenaires identifiés", "Contributeurs"),
        *("Partenaires à mobiliser", "Organisations partenaires", "Partenaires pressentis"),
    ],
    Meaning.FUNDERS: [
        *("Financeurs", "Financeur 1", "Financements", "Sources de financement", "Cofinanceurs"),
        *("Partenaires financiers", "Plan de financement", "Financeurs potentiels", "Subventions"),
    ],
    Meaning.FUNDER_AMOUNT: ["Montant", "Montant € HT", "Montant HT", "Montants"],
    Meaning.BUDGET: [
        *("Budget", "Budgets", "Coût", "Coûts estimés", "Budget prévisionnel", "Budget (en €)"),
        *("Budget prévisionnel total € HT", "Coût estimé de l'action en euros", "Coût total TTC"),
        *(
            "Ressources financières",
            "Moyens financiers",
            "Coût et financement",
            "Estimation des coûts",
        ),
        *("Budget alloué", "Budget ($)", "Coûts ($)", "Enveloppe", "Combien ?", "Budget 2024"),
        *("Coût / financement", "Investissement", "Chiffrage", "Budget estimé ($)"),
    ],
    Meaning.RESOURCES: [
        *("Moyens humains et techniques", "Ressources", "Ressources humaines", "Moyens humains"),
        *(
            "Moyens nécessaires",
            "Ressources nécessaires",
            "ETP",
            "Moyens mobilisés",
            "Ressources requises",
        ),
    ],
    Meaning.SCHEDULE: [
        *(
            "Échéancier",
            "Échéance",
            "ÉCHÉANCIER",
            "Calendrier",
            "Echéance",
            "Calendrier prévisionnel",
        ),
        *("Délai", "Quand ?", "Période", "Planning", "Échéances", "Date", "Date de réalisation"),
        *("Date de début / Date de fin", "Échéancier¹", "Échéance\n(trimestre)", "Année", "Durée"),
        *("Timeline", "Calendrier de mise en œuvre", "Horizon", "Temporalité", "Début - Fin"),
        *(
            "Échéance finale",
            "Échéancier projeté",
            "Pour quand ?",
            "Échéancier de réalisation",
            "Date prévue",
            "Dates",
            "Fréquence",
            "Calendrier 2024-2026",
        ),
    ],
    Meaning.START: ["Date de début", "Début", "Démarrage", "Date de lancement", "Start date", "Du"],
    Meaning.END: ["Date de fin", "Fin", "Fin prévue", "Date de fin prévue", "End date", "Au"],
    Meaning.STATUS: [
        *(
            "Statut",
            "État",
            "État d'avancement",
            "Avancement",
            "Statut de l'action",
            "Réalisé (O/N)",
        ),
        *(
            "Etat d’avancement",
            "État de réalisation",
            "Status",
            "Degré d'avancement",
            "Progression",
        ),
        *("État d'avancement au 31 décembre 2023", "Statuts", "Niveau d'avancement"),
    ],
    Meaning.PROGRESS: [
        "% d'avancement",
        "Taux de réalisation",
        "Réalisation (%)",
        "%",
        "Pourcentage de réalisation",
    ],
    Meaning.PRIORITY: [
        "Priorité",
        "Niveau de priorité",
        "Degré de priorité",
        "Urgence",
        "Priority",
    ],
    Meaning.INDICATORS: [
        *("Indicateurs", "Indicateur(s)", "Indicateurs de suivi", "Indicateurs de résultats"),
        *(
            "Indicatuers de suivi",
            "Indicateurs d'évaluation",
            "Indicateurs liés",
            "Suivi et évaluation",
        ),
        *("Critères d'évaluation", "Indicateurs de réussite", "Modalités d'évaluation", "KPI"),
        *(
            "Indicateurs de processus",
            "Mesure de la performance",
            "Indicateurs et cibles",
            "Indicateurs / cibles",
            "Évaluation",
            "Indicateurs de performance",
        ),
    ],
    Meaning.TARGET: ["Cible", "Cibles", "Cibles 2025", "Valeur cible", "Cible visée"],
    Meaning.PUBLICS: [
        *(
            "Public cible",
            "Public(s) cible(s)",
            "Publics visés",
            "Clientèle(s) visée(s)",
            "Clientèle",
        ),
        *("Bénéficiaires", "Pour qui ?", "Population visée", "Destinataires", "Publics"),
        *("Clientèles cibles", "À qui s'adresse l'action ?", "Bénéficiaires visés"),
    ],
    Meaning.TERRITORY: ["Territoire", "Territoire concerné", "Lieu", "Communes concernées", "Où ?"],
    Meaning.ACHIEVEMENTS: [
        *("Réalisations", "Bilan", "Résultats obtenus", "Réalisations à ce jour", "Bilan 2023"),
        *("Résultats atteints", "Bilan de l'action", "Faits saillants", "Achievements"),
    ],
    Meaning.ONGOING: [
        *("Actions en cours ou en développement", "Actions existantes", "Projets en cours"),
        *("Ce qui se fait déjà", "Actions en cours"),
    ],
    Meaning.REMARKS: [
        *(
            "Remarques",
            "Commentaires",
            "Observations",
            "Notes",
            "Commentaires / suivi",
            "Suivi 2024",
        ),
        *("Notes complémentaires", "Points de vigilance", "Freins et leviers", "Comments", "Suivi"),
        *("Conditions de réussite", "Notes de suivi", "Difficultés rencontrées"),
    ],
    Meaning.LINKS: [
        *(
            "Actions liées",
            "Fiches des plans liées",
            "Documents et liens",
            "Liens avec d'autres plans",
        ),
        *("Annexes", "ODD"),
    ],
    Meaning.GOVERNANCE: ["Instances de gouvernance", "Gouvernance", "Participation Citoyenne"],
    Meaning.MEMBERS: ["Membres du comité", "Organismes membres de la concertation"],
    Meaning.LEGEND: ["Légende", "Liste des acronymes", "Glossaire"],
}
NOT_HEADINGS = [
    "En cours",
    "2015",
    "CRB",
    "Environnement",
    "Développer les partenariats avec les entreprises",
    "Comité de gestion, CRB, OSL",
    "Mission locale du Lac",
    "Un guichet ouvert à toutes les familles du territoire",
    "Réduire l'isolement des aînés",
    "Responsable des loisirs",
    "Moyen terme",
    "Promotion de la santé",
    "Axe 1 : Se loger",
    "Objectif 2 – Se déplacer",
    "",
    "—",
]


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [(heading, meaning) for meaning, headings in HEADINGS.items() for heading in headings],
)
def test_meaning_of_a_heading(heading: str, meaning: Meaning) -> None:
    found = meaning_of(heading)

    assert found is not None
    assert (found.meaning, found.score >= SURE) == (meaning, True)


@pytest.mark.parametrize("text", NOT_HEADINGS)
def test_meaning_of_a_cell_is_not_sure(text: str) -> None:
    found = meaning_of(text)

    assert found is None or found.score < SURE


def test_meaning_of_takes_the_users_own_words_first() -> None:
    extra = {"Bons coups": Meaning.ACHIEVEMENTS, "Actions": Meaning.STEP}

    assert meaning_of("BONS COUPS", extra=extra) == vocabulary.Recognition(
        Meaning.ACHIEVEMENTS, 1.0, "BONS COUPS", Role.FIELD
    )
    assert meaning_of("Actions", extra=extra) == vocabulary.Recognition(
        Meaning.STEP, 1.0, "Action", Role.STEP
    )


@given(st.text(max_size=60))
def test_meaning_of_takes_any_text(text: str) -> None:
    found = meaning_of(text)

    assert found is None or 0 < found.score <= 1


def test_lexicon_says_each_heading_once() -> None:
    path = Path(vocabulary.__file__).parent / "lexicon.toml"
    lexicon = tomllib.loads(path.read_text())
    meanings: dict[str, set[str]] = {}
    for name, texts in lexicon.items():
        for text in texts:
            meanings.setdefault(key_of(text), set()).add(name)

    assert {key: names for key, names in meanings.items() if len(names) > 1 or not key} == {}
    assert set(lexicon) <= set(Meaning)


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Axes", "Axe"),
        ("AXES (x)", "Axe"),
        ("Objectifs spécifiques", "Objectif spécifique"),
        ("OBJECTIFS GÉNÉRAUX", "Objectif général"),
        ("Enjeux", "Enjeu"),
        ("Moyens", "Moyen"),
        ("Titre de l'action", "Action"),
        ("Intitulé de la sous-action", "Sous-action"),
        ("Etapes de la fiche action", "Etape"),
        ("Actions / mesures", "Action"),
        ("Leviers d'actions", "Levier d'action"),
        ("Axe stratégique n° 1", "Axe stratégique"),
        ("Fiches actions", "Fiche action"),
        ("Sous-sous axe (x.x.x)", "Sous-sous axe"),
        ("Action(s)", "Action"),
        ("Objectifs transversaux", "Objectif transversal"),
        ("Chantiers prioritaires", "Chantier prioritaire"),
        ("Strategies", "Strategy"),
    ],
)
def test_singular_label_names_a_level(heading: str, label: str) -> None:
    assert singular_label(heading) == label


@pytest.mark.parametrize(
    ("line", "label", "number", "title"),
    [
        ("AXE : INDIVIDUS ET MILIEUX", "Axe", None, "INDIVIDUS ET MILIEUX"),
        ("OBJECTIF 1", "Objectif", "1", ""),
        ("ORIENTATION", "Orientation", None, ""),
        ("Objectif 1 : Permettre à tous", "Objectif", "1", "Permettre à tous"),
        ("Fiche action n° 3", "Fiche action", "3", ""),
        ("AXE 1 : Développer", "Axe", "1", "Développer"),
        ("Objectif 2 – Créer", "Objectif", "2", "Créer"),
        ("Mesure 1.1.1 – Titre", "Mesure", "1.1.1", "Titre"),
        ("Premier axe", "Axe", "1", ""),
        ("1er axe : Emploi", "Axe", "1", "Emploi"),
        ("2e objectif", "Objectif", "2", ""),
        ("- Action 3 : agir", "Action", "3", "agir"),
        ("Axe stratégique n° 2. Titre", "Axe stratégique", "2", "Titre"),
        ("Enjeu transversal : le numérique", "Enjeu transversal", None, "le numérique"),
        ("Sous-objectif 2.1 : lire", "Sous-objectif", "2.1", "lire"),
        ("Volet A – Jeunesse", "Volet", "A", "Jeunesse"),
        ("Priorité 1 : l'emploi", "Priorité", "1", "l'emploi"),
        ("Thème : habitat", "Thème", None, "habitat"),
        ("Défi no 1 – Attirer", "Défi", "1", "Attirer"),
        ("Chantier 4", "Chantier", "4", ""),
    ],
)
def test_level_label_of_a_line(line: str, label: str, number: str | None, title: str) -> None:
    found = level_label(line)

    assert found is not None
    assert (found.recognition.label, found.number, found.title) == (label, number, title)


@pytest.mark.parametrize(
    "line",
    ["Emploi et insertion", "RÉSUMÉ DES OBJECTIFS", "Pilote : CRB", "Objectif 2030", "Un axe fort"],
)
def test_level_label_leaves_other_lines(line: str) -> None:
    assert level_label(line) is None


@pytest.mark.parametrize(
    ("line", "meaning", "title"),
    [
        ("Pilote : CRB", Meaning.LEAD, "CRB"),
        ("Partenaires : CRB, OSL", Meaning.PARTNERS, "CRB, OSL"),
        ("Calendrier", Meaning.SCHEDULE, ""),
        ("Budget prévisionnel : 10 000 €", Meaning.BUDGET, "10 000 €"),
        ("CONSTAT – le territoire vieillit", Meaning.FINDING, "le territoire vieillit"),
        ("Indicateurs de suivi :", Meaning.INDICATORS, ""),
    ],
)
def test_field_label_of_a_line(line: str, meaning: Meaning, title: str) -> None:
    found = field_label(line)

    assert found is not None
    assert (found.recognition.meaning, found.title) == (meaning, title)


@pytest.mark.parametrize(
    "line", ["Comité de gestion : CRB", "Groupe du Lac : 2 rencontres", "Axe 1"]
)
def test_field_label_leaves_other_lines(line: str) -> None:
    assert field_label(line) is None


def test_frame_order_is_the_one_people_expect() -> None:
    order = [Meaning.OBJECTIVE, Meaning.AXIS, Meaning.ISSUE, Meaning.ORIENTATION, Meaning.PILLAR]

    assert sorted(order, key=frame_order) == [
        Meaning.ORIENTATION,
        Meaning.PILLAR,
        Meaning.AXIS,
        Meaning.ISSUE,
        Meaning.OBJECTIVE,
    ]
