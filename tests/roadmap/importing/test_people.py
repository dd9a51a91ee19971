import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.people import Role, known_names, name_key, understand_people
from pacte.roadmap.importing.words import words_of

# text, leads, partners
SURE = [
    ("", [], []),
    ("CRB", ["CRB"], []),
    ("CRB / OSL", ["CRB", "OSL"], []),
    ("CRB,OSL", ["CRB", "OSL"], []),
    ("CRB ; OSL", ["CRB", "OSL"], []),
    ("CRB\nOSL", ["CRB", "OSL"], []),
    ("• CRB\n• OSL", ["CRB", "OSL"], []),
    ("1. CRB\n2. OSL", ["CRB", "OSL"], []),
    ("Tous", ["Tous"], []),
    ("Autres…", ["Autres…"], []),
    ("Tous les partenaires", ["Tous les partenaires"], []),
    ("À définir", [], []),
    ("CRB, OSL, etc.", ["CRB", "OSL"], []),
    ("Maison des aînés\nMRC", ["Maison des aînés", "MRC"], []),
    ("Chambre\nd'agriculture", ["Chambre d'agriculture"], []),
    ("Comité jeunesse : CRB, OSL", ["Comité jeunesse", "CRB", "OSL"], []),
    ("Carrefour (CRB, OSL)", ["Carrefour (CRB, OSL)"], []),
    ("CRB avec OSL", ["CRB"], ["OSL"]),
    ("CRB avec OSL, MRC", ["CRB"], ["OSL", "MRC"]),
    ("CRB en collaboration avec le OSL", ["CRB"], ["OSL"]),
    ("En collaboration avec les écoles", [], ["écoles"]),
    ("Centre des Bouleaux, soutien OSL", ["Centre des Bouleaux"], ["OSL"]),
    ("Ville, avec l'appui de l'OSL et de la Région", ["Ville"], ["OSL", "Région"]),
    ("Pilote : CRB  Partenaires : OSL, MRC", ["CRB"], ["OSL", "MRC"]),
    ("Pilote : CRB\nPartenaires : OSL ; MRC", ["CRB"], ["OSL", "MRC"]),
    (
        "Responsable : Service de l'urbanisme. Collaborateurs : citoyens",
        ["Service de l'urbanisme"],
        ["citoyens"],
    ),
    ("1) CRB 2) OSL", ["CRB", "OSL"], []),
    ("Responsable: A. Roy", ["A. Roy"], []),
    ("Pilote technique : DGST, pilote politique : VP climat", ["DGST", "VP climat"], []),
    ("CRB, en lien avec les communes", ["CRB"], ["communes"]),
    ("Ville avec l'appui technique du CRB", ["Ville"], ["CRB"]),
    ("À confirmer : CRB", ["CRB"], []),
    ("Chambre de commerce et d'industrie", ["Chambre de commerce et d'industrie"], []),
    (
        "Direction de l'économie, de l'emploi, du travail et des solidarités",
        ["Direction de l'économie, de l'emploi, du travail et des solidarités"],
        [],
    ),
    (
        "Ministère de la Santé et des Services sociaux",
        ["Ministère de la Santé et des Services sociaux"],
        [],
    ),
    ("Marie Lavoie, coordonnatrice", ["Marie Lavoie, coordonnatrice"], []),
    ("Loisirs et culture", ["Loisirs et culture"], []),
    ("Service Enfance-Jeunesse", ["Service Enfance-Jeunesse"], []),
    ("PNR - Parc naturel régional", ["PNR - Parc naturel régional"], []),
    ("Région Centre-Val de Loire", ["Région Centre-Val de Loire"], []),
    ("Conseil départemental, CAF, MSA", ["Conseil départemental", "CAF", "MSA"], []),
]
# text, leads, code, alternative
UNSURE = [
    (
        "CRB et groupe de liaison Tous",
        ["CRB et groupe de liaison Tous"],
        DoubtCode.NAMES_NOT_SEPARATED,
        "CRB ; groupe de liaison ; Tous",
    ),
    (
        "Comité de gestion : MRC, OSL, CRB Ressourcerie du Nord",
        ["Comité de gestion", "MRC", "OSL", "CRB Ressourcerie du Nord"],
        DoubtCode.NAMES_NOT_SEPARATED,
        "Comité de gestion ; MRC ; OSL ; CRB ; Ressourcerie du Nord",
    ),
    ("CRB - OSL", ["CRB - OSL"], DoubtCode.NAMES_HYPHEN, "CRB ; OSL"),
    (
        "Comité de gestion, MRC, OSL, intervenantes",
        ["Comité de gestion", "MRC", "OSL", "intervenantes"],
        DoubtCode.GROUP_MEMBERS,
        "Comité de gestion : MRC, OSL, intervenantes",
    ),
    ("CRB/ chantier, OSL", ["CRB/ chantier", "OSL"], DoubtCode.NAMES_SLASH, "CRB ; chantier ; OSL"),
    (
        "Relais jeunesse Autres...",
        ["Relais jeunesse Autres..."],
        DoubtCode.NAMES_NOT_SEPARATED,
        "Relais jeunesse ; Autres...",
    ),
    (
        "OSL Groupe de liaison",
        ["OSL Groupe de liaison"],
        DoubtCode.NAMES_NOT_SEPARATED,
        "OSL ; Groupe de liaison",
    ),
    ("CRB et OSL", ["CRB et OSL"], DoubtCode.NAMES_AND, "CRB ; OSL"),
    ("Communes et EPCI", ["Communes et EPCI"], DoubtCode.NAMES_AND, "Communes ; EPCI"),
    (
        "Mission locale et Relais du Lac",
        ["Mission locale et Relais du Lac"],
        DoubtCode.NAMES_AND,
        "Mission locale ; Relais du Lac",
    ),
    ("CCAS/CIAS", ["CCAS/CIAS"], DoubtCode.NAMES_SLASH, "CCAS ; CIAS"),
]


@pytest.mark.parametrize(("text", "leads", "partners"), SURE)
def test_understand_people_splits_what_is_sure(
    text: str, leads: list[str], partners: list[str]
) -> None:
    people = understand_people(text)

    assert (list(people.leads), list(people.partners), people.questions) == (leads, partners, ())


@pytest.mark.parametrize(("text", "leads", "code", "alternative"), UNSURE)
def test_understand_people_asks_where_names_may_be_several(
    text: str, leads: list[str], code: DoubtCode, alternative: str
) -> None:
    people = understand_people(text)

    assert list(people.leads) == leads
    assert [(q.code, q.alternatives) for q in people.questions] == [(code, (alternative,))]


def test_understand_people_splits_and_between_known_names() -> None:
    known = known_names(["Centre relais des Bouleaux (CRB)", "OSL, Groupe de liaison"])

    people = understand_people("CRB et Groupe de liaison, OSL et CRB", known=known)

    assert people.leads == ("CRB", "Groupe de liaison", "OSL")
    assert people.questions == ()


def test_understand_people_keeps_words_of_no_name_apart() -> None:
    people = understand_people("Pilote : CRB avec OSL")

    assert people.apart == ("Pilote :", "avec")


def test_understand_people_fills_partners_from_their_own_column() -> None:
    people = understand_people("CRB, OSL", role=Role.PARTNER)

    assert (people.leads, people.partners) == ((), ("CRB", "OSL"))


def test_known_names_leaves_out_what_is_doubtful() -> None:
    known = known_names(["CRB - OSL, Relais (RDL), Ville"])

    assert known == frozenset({"relais", "relais (rdl)", "rdl", "ville"})


def test_name_key_compares_writings() -> None:
    assert name_key("Centre d’Élan ") == name_key("centre d'elan")


_NAMES = st.sampled_from(
    [
        *(
            "CRB",
            "OSL",
            "Ville",
            " et ",
            ", ",
            " / ",
            "/",
            " - ",
            " ; ",
            "\n",
            "(",
            ")",
            ".",
            "etc.",
        ),
        *("avec ", "Pilote : ", "Comité de suivi", "Tous", "soutien de ", " : ", "• ", "1. "),
    ]
)


@given(st.lists(_NAMES, max_size=14).map("".join) | st.text(max_size=60))
def test_understand_people_loses_no_word(text: str) -> None:
    people = understand_people(text)
    placed = " ".join([*people.leads, *people.partners, *people.funders, *people.apart])

    # Conjunctions between names are separators, and a name said twice is kept once.
    assert set(words_of(text)) - {"et"} <= set(words_of(placed)) | {"and", "ainsi", "que", "de"}
