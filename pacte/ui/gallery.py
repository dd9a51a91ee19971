"""What the gallery shows: each component in each of its states, with long and with missing content.

The examples are data, not wording: they are written in French and stay so in every language.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

from pacte.ui import charts as drawing
from pacte.ui import components
from pacte.ui.examples import FACTS, HELD, LONG, WORDS, ExampleForm
from pacte.ui.marks import KNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.safestring import SafeString

    from pacte.ui.charts import Chart

COMPONENTS = Path(__file__).parent / "templates/ui/components"
SMALL = {"badge", "button", "status", "team_only", "saved", "figure", "person", "organisation"}


@dataclass(frozen=True)
class Piece:
    """One component, what it is for, and its states."""

    name: str
    purpose: str
    states: Sequence[tuple[str, SafeString]]

    @property
    def broad(self) -> bool:
        return self.name not in SMALL


def names() -> list[str]:
    return sorted(path.stem for path in COMPONENTS.glob("*.html"))


def purpose(name: str) -> str:
    first_line = (COMPONENTS / f"{name}.html").read_text().split("\n", 1)[0]
    contract = components.CONTRACT.match(first_line)
    return contract["purpose"] if contract else ""


def sections() -> list[Piece]:
    made = {**_signs(), **_text(), **_lists(), **_moves(), **_forms(), **_people()}
    return [Piece(name, purpose(name), made.get(name, ())) for name in names()]


def charts() -> dict[str, Chart]:
    years = [("2024", [3, 6, 2]), ("2025", [5, 4, 6]), ("2026", [8, 1, 3])]
    actions = [("Connaître les besoins", 12), (LONG, 31), ("Former", 4), ("Recruter", 0)]
    eight = [(f"Commune {letter}", 12 - rank) for rank, letter in enumerate("ABCDEFGH")]
    return {
        "bars": drawing.bars("Actions par axe", actions, heading="Axe", unit="Actions"),
        "stacked": drawing.stacked(
            "Actions par année et par état",
            years,
            heading="Année",
            series=["Réalisées", "En cours", "À démarrer"],
        ),
        "share": drawing.share("Actions par commune", eight, heading="Commune", unit="Actions"),
        "empty": drawing.bars("Aucune donnée", [], heading="Axe", unit="Actions"),
    }


def _of(name: str, **states: Mapping[str, Any]) -> dict[str, Sequence[tuple[str, SafeString]]]:
    drawn = []
    for label, given in states.items():
        values = dict(given)
        body = values.pop("body", None)
        drawn.append((label.replace("_", " "), components.render(name, values, body=body)))
    return {name: drawn}


def _signs() -> dict[str, Sequence[tuple[str, SafeString]]]:
    statuses = {value: {"value": value, "label": WORDS[value]} for value in KNOWN}
    tones = ("", "accent", "good", "warn", "bad", "note")
    return {
        **_of("status", **statuses, chosen={"value": "", "label": "Autre", "shape": "square"}),
        **_of("badge", **{tone or "plain": {"label": "Pressenti", "tone": tone} for tone in tones}),
        **_of(
            "filter_badges",
            two={
                "items": [
                    {"label": "Sans porteur", "url": "?"},
                    {"label": "Axe : Former", "url": "?"},
                ],
                "clear_url": "?",
            },
            none={"items": []},
        ),
        **_of("team_only", default={}, other={"label": "Réservé au comité"}),
        **_of("saved", said={"text": "Enregistré"}, silent={}),
        **_of(
            "acronym",
            default={"short": "CLE", "meaning": "Centre local d’emploi"},
        ),
        **_of("meter", some={"value": 3, "maximum": 5, "label": "3 sur 5 étapes"}),
        **_of(
            "figure",
            link={"value": "36", "label": "actions", "url": "#"},
            noted={"value": "98 %", "label": "du texte repris", "note": "11 mots à ranger"},
        ),
        **_of("copy", code={"text": "https://exemple.fr/d/grand-confluent/plan/"}),
        **_of("scan", code={"address": "https://exemple.fr/code/"}),
        **_of("undo", link={"text": "Action retirée.", "url": "#"}, plain={"text": "Copié."}),
    }


def _text() -> dict[str, Sequence[tuple[str, SafeString]]]:
    return {
        **_of(
            "notice",
            note={"text": "Le plan est encore un brouillon : l’équipe seule le voit."},
            done={"kind": "done", "text": "Le plan est partagé aux membres."},
            warn={"kind": "warn", "title": "À vérifier", "text": LONG},
            bad={
                "kind": "bad",
                "title": "Le fichier est protégé par un mot de passe",
                "text": "Enregistrez-le sans mot de passe puis déposez-le à nouveau. "
                "Rien n’a été modifié.",
                "url": "#",
                "label": "Choisir un autre fichier",
            },
        ),
        **_of(
            "empty",
            full={
                "title": "Le plan est vide",
                "purpose": "Un plan réunit les axes, les objectifs et les actions du territoire.",
                "example": "Axe 1, Connaître ; action 1.1, Recenser les besoins ; porteur, la MRC.",
                "action_label": "Ajouter une action",
                "action_url": "#",
                "import_label": "Importer un document",
                "import_url": "#",
            },
            short={"title": "Aucune action ne répond à ces filtres"},
        ),
        **_of(
            "facts",
            some={
                "items": FACTS,
            },
            narrow={"narrow": True, "items": [{"label": "Résultat attendu", "value": LONG}]},
        ),
        **_of(
            "section",
            default={"title": "Étapes", "body": "<p>Trois étapes sur cinq.</p>"},
            light={"title": "Historique", "light": True, "body": "<p>Depuis mars.</p>"},
        ),
        **_of(
            "breadcrumb",
            deep={
                "items": [{"label": "Grand Confluent", "url": "#"}],
                "trail": [{"label": "Plan d’action", "url": "#"}],
                "current": LONG,
            },
        ),
    }


def _lists() -> dict[str, Sequence[tuple[str, SafeString]]]:
    pages = Paginator(range(2_345), 100)
    rows = "".join(
        f'<tr><th scope="row"><a href="#">{title}</a></th><td data-label="Porteur">{lead}</td>'
        f'<td class="number" data-label="Budget">{cost}</td></tr>'
        for title, lead, cost in (
            ("1.1 Recenser les besoins", "MRC", "12 500 $"),
            (f"1.2 {LONG}", "", ""),
            ("1.3 Publier le répertoire", "Carrefour de l’Érable", "1 200 $"),
        )
    )
    headings = "".join(
        (
            components.render(
                "sort_header", {"label": "Action", "url": "?", "direction": "ascending"}
            ),
            components.render("sort_header", {"label": "Porteur", "url": "?"}),
            '<th scope="col" class="number">Budget</th>',
        )
    )
    head = f"<thead><tr>{headings}</tr></thead>"
    entry = {
        "when": "hier à 14 h 05",
        "who": "Claire Martin",
        "what": "L’échéance a changé.",
        "changes": [{"label": "Échéance", "before": "mars 2026", "after": "juin 2026"}],
    }
    return {
        **_of(
            "table",
            rows={
                "caption": "Actions",
                "note": "3",
                "keys": True,
                "body": f"{head}<tbody>{rows}</tbody>",
            },
            cards={"caption": "En fiches", "cards": True, "body": f"{head}<tbody>{rows}</tbody>"},
        ),
        **_of(
            "sort_header",
            **{
                way or "none": {"label": "Échéance", "url": "?", "direction": way}
                for way in ("", "ascending", "descending")
            },
        ),
        **_of(
            "pagination",
            first={"page": pages.page(1)},
            middle={"page": pages.page(12)},
            single={"page": Paginator([1], 10).page(1)},
        ),
        **_of(
            "card_list",
            two={
                "label": "Actions",
                "items": [
                    {"title": "1.1 Recenser", "url": "#", "lines": ["MRC", "mars 2026"]},
                    {"title": LONG, "url": "", "lines": []},
                ],
            },
        ),
        **_of("timeline", two={"entries": [entry, {**entry, "changes": [], "strong": True}]}),
        **_of("timeline_entry", one=entry),
        **_of(
            "chart", **{name: {"chart": chart, "open": False} for name, chart in charts().items()}
        ),
    }


def _moves() -> dict[str, Sequence[tuple[str, SafeString]]]:
    kinds = ("primary", "secondary", "quiet", "danger")
    links = (
        '<a href="#">Dupliquer</a><a href="#">Déplacer</a><button type="button">Retirer</button>'
    )
    return {
        **_of(
            "button",
            **{kind: {"label": "Créer le plan", "kind": kind} for kind in kinds},
            disabled={"label": "Créer le plan", "disabled": True},
            link={"label": "Ouvrir la fenêtre", "url": "#", "opens": "exemple"},
        ),
        **_of("menu", closed={"label": "Autres actions", "body": links}),
        **_of(
            "dialog",
            closed={"id": "exemple", "title": "Partager le plan", "body": f"<p>{LONG}</p>"},
        ),
        **_of(
            "tabs",
            three={
                "items": [
                    {"label": "Étapes", "url": "#", "count": 5, "current": True},
                    {"label": "Réalisations", "url": "#", "count": 0},
                    {"label": "Suivi", "url": "#", "count": None},
                ]
            },
        ),
        **_of("stepper", second={"steps": ["Déposer", "Vérifier", "Créer"], "current": 2}),
        **_of(
            "progress",
            running={
                "label": "Lecture du document",
                "value": 62,
                "text": "page 12 sur 19",
                "leave": "Vous pouvez quitter cette page : la lecture continue.",
            },
            done={"label": "Lecture terminée", "value": 100, "id": "fini"},
        ),
        **_of(
            "inline_edit",
            value={"id": "porteur", "label": "le porteur", "value": "MRC", "url": "#"},
            empty={"id": "budget", "label": "le budget", "url": "#"},
        ),
        **_of(
            "inline_edit_form",
            open={
                "id": "titre",
                "url": "#",
                "cancel_url": "#",
                "body": components.render("field", {"field": ExampleForm(auto_id="e_%s")["title"]}),
            },
        ),
    }


def _forms() -> dict[str, Sequence[tuple[str, SafeString]]]:
    blank = ExampleForm(auto_id="vide_%s")
    wrong = ExampleForm({"mail": "claire", "due_on": "bientôt"}, auto_id="faux_%s")
    lone = ExampleForm(auto_id="seul_%s")["title"]
    held = ExampleForm(auto_id="coche_%s")
    return {
        **_of("error_summary", some={"form": wrong}),
        **_of(
            "form",
            short={"save": "Enregistrer", "back": "#", "body": lone.as_field_group()},
        ),
        **_of(
            "ticks",
            under_headings={"field": held["publics"], "parts": HELD, "ticked": {"part:1"}},
        ),
        **_of(
            "field",
            **{name: {"field": blank[name]} for name in blank.fields},
            wrong_text={"field": wrong["title"]},
            wrong_date={"field": wrong["due_on"]},
            wrong_choice={"field": wrong["origin"]},
        ),
        **_of(
            "upload",
            empty={
                "field": ExampleForm(auto_id="depot_%s")["proof"],
                "hint": "Word, Excel, PDF ou OpenDocument, 50 Mo au plus.",
            },
        ),
    }


def _people() -> dict[str, Sequence[tuple[str, SafeString]]]:
    return {
        **_of(
            "person",
            full={
                "name": "Aïssata Diallo",
                "url": "#",
                "role": "référente emploi",
                "organisation": "Ville de Confluent",
            },
            unconfirmed={"name": "Marc Tremblay", "note": "pressenti"},
        ),
        **_of(
            "organisation",
            full={"name": "Centre local d’emploi", "short": "CLE", "url": "#", "role": "porteur"},
            unconfirmed={"name": "Carrefour de l’Érable", "note": "pressenti"},
        ),
    }
