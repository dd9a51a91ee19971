"""What the address of the table asks for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.roadmap.enums import ActionStatus, FilterReach
from pacte.roadmap.queries.attachments import COLUMN_OF, FILTERED_BY, NOWHERE
from pacte.roadmap.queries.columns import closed_columns
from pacte.roadmap.queries.filters import MISSING, Filters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict
    from django.utils.functional import _StrPromise

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative

MISSING_LABELS: dict[str, _StrPromise] = {
    "lead": gettext_lazy("Sans responsable"),
    "schedule": gettext_lazy("Sans échéance"),
    "achievement": gettext_lazy("Sans réalisation"),
    "planned_only": gettext_lazy("Réalisations prévues seulement"),
    "status": gettext_lazy("Sans état"),
    "description": gettext_lazy("Sans description"),
    "answer": gettext_lazy("Responsable pressenti, sans réponse"),
    "review": gettext_lazy("En continu, sans date de revue"),
}
ROLE_LABELS: dict[str, _StrPromise] = {
    "leads": gettext_lazy("responsable"),
    "partners": gettext_lazy("partenaire"),
    "funders": gettext_lazy("financeur"),
    "referents": gettext_lazy("élue ou élu référent"),
}
LARGEST_KEY = 2**63 - 1  # of a bigint: SQLite refuses a larger number
NO_STATUS = ("NONE", gettext_lazy("Sans état"))


ONE_OF = {
    "noeud": "node",
    "organisme": "organisation",
    "responsable": "leader",
    **FILTERED_BY,
}


def a_key(label: _StrPromise | str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=LARGEST_KEY)


def keys_told(told: Iterable[str]) -> list[int]:
    """The keys among what was sent; the rest is left aside."""
    field, keys = a_key(), []
    for one in told:
        with suppress(ValidationError):
            keys.append(field.clean(one))
    return [key for key in keys if key is not None]


class FilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Contient"), required=False, max_length=200)
    etat = forms.MultipleChoiceField(
        label=gettext_lazy("État"), required=False, choices=[*ActionStatus.choices, NO_STATUS]
    )
    noeud = a_key(gettext_lazy("Partie du plan"))
    organisme = a_key(gettext_lazy("Organisme"))
    responsable = a_key(gettext_lazy("Organisme responsable"))
    public = a_key(gettext_lazy("Public"))
    theme = a_key(gettext_lazy("Thème"))
    pilier = a_key(gettext_lazy("Pilier"))
    territoire = a_key(gettext_lazy("Territoire"))
    exterieure = a_key(gettext_lazy("Démarche extérieure"))
    element = a_key(gettext_lazy("Cadre de référence"))
    role = forms.ChoiceField(
        required=False, choices=[("", ""), *((key, label) for key, label in ROLE_LABELS.items())]
    )
    manque = forms.ChoiceField(
        label=gettext_lazy("Ce qui manque"),
        required=False,
        choices=[("", ""), *((key, MISSING_LABELS[key]) for key in MISSING)],
    )
    echeance = forms.ChoiceField(
        required=False, choices=[("", ""), ("passee", gettext_lazy("Échéance ou revue passée"))]
    )
    attente = forms.BooleanField(label=gettext_lazy("En attente"), required=False)
    silence = forms.BooleanField(label=gettext_lazy("Sans nouvelles"), required=False)
    eclaircir = forms.BooleanField(label=gettext_lazy("À éclaircir"), required=False)
    moi = forms.BooleanField(label=gettext_lazy("Ce que je mène"), required=False)
    actions = forms.CharField(required=False, max_length=2000)
    vue = forms.ChoiceField(
        required=False,
        choices=[("", ""), ("membres", gettext_lazy("Ce que tous les membres voient"))],
    )

    def filters(self, reader: User | AnonymousUser, place: Initiative) -> Filters:
        """A wrong part is left aside, as one that is closed: an old address opens the table."""
        self.is_valid()
        given, closed = self.cleaned_data, closed_columns(place)
        return Filters(
            words=given.get("q", ""),
            statuses=tuple(given.get("etat", ())),
            node=given.get("noeud"),
            organisation=given.get("organisme"),
            role=given.get("role", "") if given.get("organisme") is not None else "",
            missing=given.get("manque", ""),
            is_late=given.get("echeance") == "passee",
            is_waiting=given.get("attente", False),
            is_silent=given.get("silence", False),
            codes=tuple(code for code in given.get("actions", "").split(",") if code),
            is_open=given.get("vue") == "membres",
            is_to_clarify=given.get("eclaircir", False),
            carrier=getattr(reader, "email", "") if given.get("moi") else "",
            leader=given.get("responsable"),
            **{
                part: given.get(name)
                for name, part in FILTERED_BY.items()
                if COLUMN_OF[part] not in closed
            },
        )


class SavedFilterForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nom"), max_length=80)
    reach = forms.ChoiceField(
        label=gettext_lazy("Pour qui"), choices=FilterReach.choices, initial=FilterReach.MINE
    )

    def __init__(self, *arguments: Any, may_share: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not may_share:
            del self.fields["reach"]


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    label: str
    url: str  # the same table without this filter


def active_filters(
    query: QueryDict, filters: Filters, *, names: dict[str, str]
) -> Sequence[ActiveFilter]:
    """One badge for each filter; `names` says what the things of `ONE_OF` are called."""
    statuses = dict([*ActionStatus.choices, NO_STATUS])
    told: list[tuple[str, str, str]] = [
        ("etat", status, str(statuses[status])) for status in filters.statuses
    ]
    if filters.words:
        told.append(("q", filters.words, _("Contient « %(words)s »") % {"words": filters.words}))
    told += [
        (name, str(key), badge_of(name, names.get(name, ""), key))
        for name, part in ONE_OF.items()
        if (key := getattr(filters, part)) is not None
    ]
    if filters.role:
        who = names.get("organisme", _("Organisme"))
        told.append(("role", filters.role, f"{who} : {ROLE_LABELS[filters.role]}"))
    told += [(key, query.get(key, ""), label) for key, label in followed_filters(filters)]
    return [ActiveFilter(label, without(query, key, value)) for key, value, label in told]


def badge_of(name: str, called: str, key: int) -> str:
    if name == "territoire" and key == NOWHERE:
        return _("Sans territoire")
    if name == "element" and key == NOWHERE:
        return _("Sans alignement")
    if not called:
        return str(FilterForm.base_fields[name].label)
    return _("Mené par : %(name)s") % {"name": called} if name == "responsable" else called


def followed_filters(filters: Filters) -> list[tuple[str, str]]:
    """Those that are asked for or not, by their name in the address."""
    missing = str(MISSING_LABELS[filters.missing]) if filters.missing else ""
    asked: list[tuple[str, object, str]] = [
        ("manque", filters.missing, missing),
        ("echeance", filters.is_late, _("Échéance ou revue passée")),
        ("attente", filters.is_waiting, _("En attente")),
        ("silence", filters.is_silent, _("Sans nouvelles")),
        ("eclaircir", filters.is_to_clarify, _("À éclaircir")),
        ("moi", filters.carrier, _("Ce que je mène")),
        ("vue", filters.is_open, _("Ce que tous les membres voient")),
        ("actions", filters.codes, _("Quelques actions choisies")),
    ]
    return [(key, label) for key, is_asked, label in asked if is_asked]


def kept_query(query: QueryDict) -> str:
    """What the filters ask for, for the address of a page that keeps them: « ?etat=DONE »."""
    pairs = [
        (key, value) for key in FilterForm.base_fields for value in query.getlist(key) if value
    ]
    return f"?{urlencode(pairs)}" if pairs else ""


def without(query: QueryDict, key: str, value: str) -> str:
    pairs = [
        (name, item)
        for name, items in query.lists()
        for item in items
        if (name, item) != (key, value) and name != "page" and item
    ]
    return f"?{urlencode(pairs)}"
