"""What a new plan may start from: a blank page, or the frame of a plan of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pacte.roadmap.enums import PlanKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Part:
    """A part to lay, and the parts it holds."""

    title: _StrPromise
    holds: tuple[_StrPromise, ...] = ()


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """`frame` names what groups the actions, from the widest; `parts` stand in its first level."""

    key: str
    name: _StrPromise
    purpose: _StrPromise
    kind: PlanKind
    frame: tuple[_StrPromise, ...]
    action: _StrPromise
    step: _StrPromise
    parts: tuple[Part, ...] = ()

    @property
    def level_names(self) -> str:
        return ", ".join(str(label) for label in (*self.frame, self.action, self.step))


# The wording is ours. The five axes are those of a Québec action plan on employability, the four
# axes those of a French agglomération, the three questions those a département asked in workshops.
STARTING_POINTS = (
    StartingPoint(
        key="page-blanche",
        name=_("Une page blanche"),
        purpose=_("Vous écrirez les axes vous-même."),
        kind=PlanKind.ACTION_PLAN,
        frame=(_("Axe"), _("Objectif")),
        action=_("Action"),
        step=_("Étape"),
    ),
    StartingPoint(
        key="quatre-axes",
        name=_("Les quatre axes d’une agglomération"),
        purpose=_("Pour une feuille de route emploi et insertion, portée par des communes."),
        kind=PlanKind.ROADMAP,
        frame=(_("Axe"),),
        action=_("Action"),
        step=_("Étape"),
        parts=(
            Part(_("Aider les jeunes à trouver leur voie et un premier emploi")),
            Part(_("Ouvrir l’emploi aux personnes qui en sont éloignées")),
            Part(_("Aider les entreprises du territoire à recruter")),
            Part(_("Faire travailler ensemble tous ceux qui agissent pour l’emploi")),
        ),
    ),
    StartingPoint(
        key="cinq-axes",
        name=_("Cinq axes, un objectif par axe"),
        purpose=_("Pour un plan d’action sur l’emploi et l’inclusion, avec ses moyens."),
        kind=PlanKind.ACTION_PLAN,
        frame=(_("Axe"), _("Objectif")),
        action=_("Objectif spécifique"),
        step=_("Moyen"),
        parts=(
            Part(
                _("Individus et collectivité"),
                (_("Que chaque personne éloignée du travail mène son propre parcours"),),
            ),
            Part(
                _("Environnement"),
                (_("Que les milieux de travail accueillent et gardent ces personnes"),),
            ),
            Part(
                _("Partenariat"),
                (_("Que les organismes recrutent, accompagnent et orientent ensemble"),),
            ),
            Part(
                _("Services"),
                (_("Que les services soient accessibles et conviennent à chaque situation"),),
            ),
            Part(
                _("Évaluation et coordination"),
                (_("Que la démarche se poursuive et s’améliore"),),
            ),
        ),
    ),
    StartingPoint(
        key="trois-questions",
        name=_("Trois questions"),
        purpose=_("Pour un plan que l’on écrit en ateliers : sur quoi, avec qui, pour qui."),
        kind=PlanKind.ACTION_PLAN,
        frame=(_("Question"), _("Chantier")),
        action=_("Action"),
        step=_("Étape"),
        parts=(
            Part(
                _("Sur quoi agir, et où ?"),
                (
                    _("Des emplois durables dans les secteurs qui grandissent"),
                    _("Les dynamiques propres à chaque territoire"),
                ),
            ),
            Part(
                _("Avec qui agir ?"),
                (
                    _("Le réseau de l’emploi et de l’insertion"),
                    _("Les entreprises et leur responsabilité sociale"),
                ),
            ),
            Part(
                _("Pour quels publics ?"),
                (
                    _("Les personnes pour qui l’accès à l’emploi est le plus difficile"),
                    _("Les jeunes"),
                ),
            ),
        ),
    ),
)


def starting_point(key: str) -> StartingPoint | None:
    return next((one for one in STARTING_POINTS if one.key == key), None)


def titles_of(parts: Iterable[Part], depth: int) -> list[tuple[str, list[str]]]:
    """Give the titles to write, in the reader's words: `depth` levels of them, two at most."""
    if not depth:
        return []
    return [
        (str(part.title), [str(title) for title in part.holds] if depth > 1 else [])
        for part in parts
    ]
