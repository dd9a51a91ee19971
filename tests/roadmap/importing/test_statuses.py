import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.statuses import is_priority, is_status, understand_status

STATUSES = {
    ActionStatus.IDEA: ["Idée", "À l'étude", "En réflexion", "Piste", "À définir", "Envisagée"],
    ActionStatus.PROPOSED: ["Proposé", "À valider", "À discuter", "Projet", "Soumise", "Brouillon"],
    ActionStatus.ACCEPTED: ["Validé", "Retenue", "Adopté", "Approuvée", "Actée", "Financé"],
    ActionStatus.TO_START: [
        *(
            "À venir",
            "Non débuté",
            "À démarrer",
            "Pas commencé",
            "Planifié",
            "Prévu",
            "Not started",
        ),
        *(
            "Non réalisé",
            "0%",
            "non",
            "À faire",
            "Pas encore engagée",
            "Reste à faire",
            "Aucune action",
        ),
    ],
    ActionStatus.IN_PROGRESS: [
        *("En cours", "En retard", "60 %", "Engagée", "En continu", "Partiellement réalisé"),
        *("Réalisé à 50 %", "En cours de réalisation", "À poursuivre", "In progress", "Reconduit"),
        *(
            "Presque terminé",
            "Réalisée en partie",
            "Non complété",
            "En bonne voie",
            "En cours (terminé en 2025)",
            "En déploiement",
            "Démarrée",
        ),
    ],
    ActionStatus.DONE: [
        *("Terminé", "Réalisé", "Complété", "Fait", "✔", "100%", "Achevé", "Finalisé", "Done"),
        *(
            "Mis en œuvre",
            "Action terminée en 2023",
            "oui",
            "Clôturée",
            "Déployé",
            "Soldé",
            "Atteint",
        ),
    ],
    ActionStatus.SUSTAINED: ["Pérennisé", "Réalisée et pérennisée", "Pérenne"],
    ActionStatus.PAUSED: ["Reporté", "En pause", "Bloqué", "Suspendu", "En attente de financement"],
    ActionStatus.ABANDONED: [
        "Abandonné",
        "Annulé",
        "Non retenue",
        "Sans suite",
        "Abandonnée en 2024",
    ],
}


@pytest.mark.parametrize(
    ("text", "value"), [(text, value) for value, texts in STATUSES.items() for text in texts]
)
def test_understand_status_reads_words(text: str, value: ActionStatus) -> None:
    read = understand_status(text)

    assert (read.text, read.value, read.questions) == (text, value, ())


@pytest.mark.parametrize(
    ("percent", "value"),
    [
        (0, ActionStatus.TO_START),
        (0.6, ActionStatus.IN_PROGRESS),
        (60, ActionStatus.IN_PROGRESS),
        (1, ActionStatus.DONE),
    ],
)
def test_understand_status_reads_a_percentage(percent: float, value: ActionStatus) -> None:
    assert understand_status("60 %", percent).value == value


@pytest.mark.parametrize("text", ["", "-", "n/a", "Sans objet"])
def test_understand_status_reads_nothing_where_nothing_is_said(text: str) -> None:
    read = understand_status(text)

    assert (read.value, read.questions) == (None, ())


def test_understand_status_asks_about_unknown_words() -> None:
    read = understand_status("Vert")

    assert read.value is None
    assert [question.code for question in read.questions] == [DoubtCode.STATUS_UNKNOWN]


@given(st.text(max_size=40))
def test_understand_status_never_fails_and_keeps_words(text: str) -> None:
    assert understand_status(text).text == text


def test_is_status_wants_nothing_else() -> None:
    assert is_status("En cours")
    assert not is_status("Un atelier est en cours au village")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Haute", True), ("Élevé", True), ("P1", True), ("2", True), ("+++", True), ("2024", False)],
)
def test_is_priority(text: str, expected: bool) -> None:
    assert is_priority(text) is expected
