"""Words that organisations, groups and people are named with."""

from __future__ import annotations

import re

GROUP = (
    r"comit[ée]|groupe|table|commission|cellule|[ée]quipe|instance|collectif|conseil|assembl[ée]e|"
    r"r[ée]seau|sous-comit[ée]|task force|committee|working group"
)
# Nouns that open an organisation's name.
NOUN = (
    r"Comit[ée]|Sous-comit[ée]|Groupe|Ressourcerie|Service|Association|D[ée]partement|Commission|"
    r"Table|Chambre|Mission|Maison|Ville|Mairie|Commune|Communaut[ée]|Universit[ée]|C[ée]gep|Office|"
    r"Agence|Conseil|F[ée]d[ée]ration|Minist[èe]re|R[ée]gion|Direction|Coop[ée]rative|Corporation|"
    r"Carrefour|Municipalit[ée]|R[ée]seau|Syndicat|Soci[ée]t[ée]|Union|Institut|[ÉE]cole|Coll[èe]ge|"
    r"Lyc[ée]e|Club|Fondation|Regroupement|Pr[ée]fecture|Biblioth[èe]que|Centre(?=\s+(?:de|du|des|"
    r"local|social|communal|intercommunal|hospitalier|ressources?|int[ée]gr[ée]|culturel|jeunesse)\b"
    r"|\s+d['’])|MRC|CCAS|CIUSSS|CISSS|Tous|Toutes|Autres?"
)
# After one of these, such a noun goes on with the same name.
NOT_BEFORE = frozenset(
    re.findall(
        r"\S+",
        "la le les l un une de du des d et ou en a au aux par pour sur grand grande haut haute "
        "petit petite jeune nouvelle nouveau notre votre responsable chef cheffe directeur "
        "directrice agent elu elue ex the of and pole president presidente vice-president "
        "vice-presidente service direction region maire saint sainte s - – — / & inter sous via "
        "chez avec",
    )
)
LINKING = (
    r"(?:de\s+l['’]|d['’]|l['’]|de\s+la|de\s|du\s|des\s|à\s|aux?\s|en\s|pour\s|sa\s|ses\s|son\s)"
)
PLURAL = re.compile(
    r"(?:les\s+)?(?:autres?\s+)?(?:communes|associations|entreprises|communaut[ée]s|organismes|"
    r"partenaires|services|municipalit[ée]s|[ée]coles|coll[eè]ges|lyc[ée]es|employeurs|[ée]lus|"
    r"citoyens|habitants|bailleurs|collectivit[ée]s|agriculteurs|producteurs|commer[cç]ants|"
    r"professionnels|b[ée]n[ée]voles|techniciens|parents|acteurs|intervenants|syndicats|"
    r"f[ée]d[ée]rations|universit[ée]s|m[ée]decins|agents)\b",
    re.IGNORECASE,
)
ACRONYM = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý0-9&.-]+s?$")
FUNCTION = re.compile(
    r"(?:directeur|directrice|coordonnat(?:eur|rice)|coordinat(?:eur|rice)|charg[ée]e?\s|"
    r"chef(?:fe)?\s|adjointe?\b|maire\b|conseill(?:er|ère)\b|agente?\b|(?:vice-)?présidente?\b|"
    r"référente?\b|responsable\s+d|secr[ée]taire\b|animat(?:eur|rice)\b)"
)
PERSON = re.compile(
    r"(?:(?:M\.|Mme|Mmes|MM\.|Dr)\s*)?[A-ZÀ-Ý][\w’'-]+(?:\s+[A-ZÀ-Ý][\w’'-]+){1,2}$"
)
WORKING_GROUP = re.compile(
    r"(?:(?:sous-)?comit[ée]s?|cellule|[ée]quipe|instance|groupe)\s+"
    r"(?:de\s(?:gestion|pilotage|suivi|travail|coordination|direction|concertation)|"
    r"de\smise\sen\s(?:œ|oe)uvre|directeur|technique|organisateur|ex[ée]cutif|consultatif|projet)$",
    re.IGNORECASE,
)

# What stands in a cell of names and names nobody, as keys.
NOBODY = frozenset(
    {
        *("", "-", "–", "—", "etc", "nd", "n d", "n.d", "na", "n/a", "s/o", "so", "x", "?", "tbd"),
        *("a definir", "a determiner", "a confirmer", "a preciser", "a venir", "a identifier"),
        *(
            "a completer",
            "a trouver",
            "sans objet",
            "aucun",
            "aucune",
            "neant",
            "non defini",
        ),
        *("a designer", "a nommer", "a recruter", "a rechercher", "a solliciter", "a mobiliser"),
        *("en recherche", "recherche en cours", "en cours de recherche", "non connu"),
        *("non determine", "non identifie", "to be determined", "none", "non applicable"),
    }
)
