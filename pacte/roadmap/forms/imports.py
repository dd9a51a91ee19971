"""Shapes coming in for imports: the file, the corrections of the review, what is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pacte.documents.errors import DocumentError, describe
from pacte.documents.reading import Limits
from pacte.documents.reading.formats import recognise
from pacte.roadmap.importing.keeping import MEANINGS
from pacte.roadmap.importing.picking import Picked
from pacte.roadmap.importing.plan import LevelKind
from pacte.roadmap.importing.vocabulary import Meaning
from pacte.roadmap.models import Plan
from pacte.roadmap.queries.names import MADE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet
    from django.http import QueryDict

PASTED = "-"  # the name by which readers know a pasted text
LONGEST_OWN, LONGEST_ITEMS = 2_000, 40_000
LONGEST_TEXT = 2_000_000
FORMATS = ".docx,.docm,.xlsx,.xlsm,.xls,.ods,.odt,.pdf,.csv,.tsv,.html,.htm,.md,.txt"


NEW_PLAN = "-"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fichier du plan"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": FORMATS}),
    )
    text = forms.CharField(
        label=gettext_lazy("Ou texte du plan"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Copiez le tableau dans votre document, collez-le ici."),
    )
    plan = forms.ChoiceField(label=gettext_lazy("Ce document"), widget=forms.RadioSelect)

    def __init__(self, plans: QuerySet[Plan], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {plan.slug: plan for plan in plans}
        field = self.fields["plan"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 — declared just above
        named = [
            (plan.slug, _("met à jour « %(plan)s »") % {"plan": plan})
            for plan in self.plans.values()
        ]
        field.choices = [(NEW_PLAN, _("fait un nouveau plan")), *named]
        if not self.plans:
            del self.fields["plan"]
        elif not self.initial.get("plan"):
            self.initial["plan"] = NEW_PLAN

    def plan_to_update(self) -> Plan | None:
        return self.plans.get(self.cleaned_data.get("plan", NEW_PLAN))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        upload: UploadedFile[bytes] | None = given.get("file")
        pasted = (given.get("text") or "").strip()
        if upload is None and not pasted and not self.errors:
            raise ValidationError(_("Déposez un fichier, ou collez le texte du plan."))
        if upload is not None:
            self._check(upload)
        return given

    def _check(self, upload: UploadedFile[bytes]) -> None:
        """Refuse at once what no reader would take; the rest is read by the worker."""
        limits = Limits.from_settings(settings)
        try:
            limits.check_bytes(upload.size or 0)
            recognise(upload.read(), name=upload.name or "", limits=limits.started())
        except DocumentError as error:
            self.add_error("file", describe(error))
        finally:
            upload.seek(0)

    def document(self) -> tuple[Any, str]:
        """What `operations.start_import` takes: the bytes or the open file, and its name."""
        upload = self.cleaned_data.get("file")
        if upload is not None:
            return upload, upload.name
        return self.cleaned_data["text"].encode(), PASTED


# What a column may be, as a person says it; the others of the vocabulary come from the document.
FRAME_MEANINGS = {
    Meaning.ORIENTATION: gettext_lazy("Orientation"),
    Meaning.PILLAR: gettext_lazy("Pilier"),
    Meaning.AXIS: gettext_lazy("Axe"),
    Meaning.ISSUE: gettext_lazy("Enjeu"),
    Meaning.THEME: gettext_lazy("Thème"),
    Meaning.OBJECTIVE: gettext_lazy("Objectif"),
    Meaning.SUB_OBJECTIVE: gettext_lazy("Objectif opérationnel"),
    Meaning.SPECIFIC_OBJECTIVE: gettext_lazy("Objectif spécifique"),
    Meaning.PROGRAMME: gettext_lazy("Programme"),
    Meaning.WORKSITE: gettext_lazy("Chantier"),
    Meaning.STRAND: gettext_lazy("Volet"),
    Meaning.FIELD: gettext_lazy("Domaine"),
    Meaning.SUB_AXIS: gettext_lazy("Sous-axe"),
    Meaning.CHALLENGE: gettext_lazy("Défi"),
    Meaning.PRIORITY_AREA: gettext_lazy("Priorité qui regroupe des actions"),
    Meaning.PART: gettext_lazy("Partie"),
}
ROW_MEANINGS = {
    Meaning.ACTION: gettext_lazy("Action suivie"),
    Meaning.STEP: gettext_lazy("Étapes, moyens"),
    Meaning.SUB_ACTION: gettext_lazy("Sous-actions (étapes)"),
    Meaning.NUMBER: gettext_lazy("Numéro"),
}
FIELD_MEANINGS = {
    Meaning.DESCRIPTION: gettext_lazy("Description"),
    Meaning.CONTEXT: gettext_lazy("Contexte"),
    Meaning.EXPECTED_RESULT: gettext_lazy("Résultat attendu"),
    Meaning.LEAD: gettext_lazy("Responsables"),
    Meaning.LEAD_AND_PARTNERS: gettext_lazy("Responsables et partenaires"),
    Meaning.LEAD_UNIT: gettext_lazy("Direction ou service pilote"),
    Meaning.LEAD_PERSON: gettext_lazy("Personne qui pilote"),
    Meaning.ELECTED: gettext_lazy("Élue ou élu référent"),
    Meaning.PARTNERS: gettext_lazy("Partenaires"),
    Meaning.FUNDERS: gettext_lazy("Financeurs"),
    Meaning.FUNDER_AMOUNT: gettext_lazy("Montant du financeur"),
    Meaning.BUDGET: gettext_lazy("Budget"),
    Meaning.REMAINING: gettext_lazy("Reste à financer"),
    Meaning.RESOURCES: gettext_lazy("Moyens humains et techniques"),
    Meaning.SCHEDULE: gettext_lazy("Échéance"),
    Meaning.START: gettext_lazy("Début"),
    Meaning.END: gettext_lazy("Fin"),
    Meaning.CONTINUOUS: gettext_lazy("En continu : oui ou non"),
    Meaning.STATUS: gettext_lazy("État"),
    Meaning.PROGRESS: gettext_lazy("Avancement en %"),
    Meaning.WEATHER: gettext_lazy("Météo"),
    Meaning.PRIORITY: gettext_lazy("Priorité"),
    Meaning.INDICATORS: gettext_lazy("Indicateurs"),
    Meaning.TARGET: gettext_lazy("Cible"),
    Meaning.PUBLICS: gettext_lazy("Publics"),
    Meaning.TERRITORY: gettext_lazy("Territoire"),
    Meaning.ACHIEVEMENTS: gettext_lazy("Réalisations"),
    Meaning.ONGOING: gettext_lazy("Travail en cours"),
    Meaning.REMARKS: gettext_lazy("Remarques"),
    Meaning.LINKS: gettext_lazy("Liens avec d’autres actions"),
    Meaning.GOVERNANCE: gettext_lazy("Gouvernance"),
    Meaning.FINDING: gettext_lazy("Constats"),
}
ASIDE_MEANINGS = {
    Meaning.OWN: gettext_lazy("Garder sous son titre"),
    Meaning.IGNORED: gettext_lazy("Ne pas reprendre cette colonne"),
}
# Parts of a document: a column may be understood so, nobody chooses it.
PART_MEANINGS = {
    Meaning.SUMMARY: gettext_lazy("Résumé"),
    Meaning.MEMBERS: gettext_lazy("Membres"),
    Meaning.LEGEND: gettext_lazy("Légende"),
}
KIND_LABELS = {
    LevelKind.FRAME: gettext_lazy("Regroupe des actions"),
    LevelKind.ACTION: gettext_lazy("Action suivie"),
    LevelKind.STEP: gettext_lazy("Étape d’une action"),
}
MADE_LABELS = {
    "organisation": gettext_lazy("Créer l’organisation"),
    "group": gettext_lazy("Créer le groupe"),
    "words": pgettext_lazy("nom", "Garder les mots"),
}


def meaning_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    groups = (
        (_("Regroupe des actions"), FRAME_MEANINGS),
        (_("La ligne elle-même"), ROW_MEANINGS),
        (_("Dit quelque chose de l’action"), FIELD_MEANINGS),
        (_("Rien de tout cela"), ASIDE_MEANINGS),
    )
    return [
        (name, [(str(meaning), str(label)) for meaning, label in meanings.items()])
        for name, meanings in groups
    ]


class ReviewForm(forms.Form):
    """What a person presses on the review screen, with all that the page held."""

    do = forms.CharField(required=False, max_length=2000)
    version = forms.IntegerField(required=False)
    title = forms.CharField(label=gettext_lazy("Titre du plan"), required=False, max_length=300)
    agreed = forms.ChoiceField(choices=[("", ""), ("yes", "")], required=False)

    def own(self, index: str) -> str:
        """The reading that a person writes herself, one item a line or apart by « ; »."""
        text = str(self.data.get(f"own-{index}", ""))[:LONGEST_OWN]
        return " ; ".join(part.strip() for part in text.splitlines() if part.strip())

    def written(self) -> str:
        """The question whose other reading was written, where Enter was pressed in its field."""
        before = self._listed("own-was-")
        return next(
            (index for index, was in before.items() if self.own(index) not in ("", was)), ""
        )

    def items(self, key: str) -> list[str]:
        """The items of one field of an action, one a line."""
        text = str(self.data.get(f"items-{key}", ""))[:LONGEST_ITEMS]
        return [line.strip() for line in text.splitlines() if line.strip()]

    def names(self) -> dict[str, str]:
        """What becomes of each name shown, by its text."""
        texts = self._listed("name-text-")
        return {
            texts[place]: value
            for place, value in self._listed("name-made-").items()
            if place in texts and value in MADE
        }

    def headings(self) -> dict[str, str]:
        """The meaning chosen for each heading that changed; an empty one is as understood."""
        texts, before = self._listed("heading-text-"), self._listed("heading-was-")
        return {
            texts[place]: value
            for place, value in self._listed("heading-meaning-").items()
            if texts.get(place) and value != before.get(place) and value in MEANINGS
        }

    def levels(self) -> dict[str, dict[str, str]]:
        """New names, and new kinds, by the label of each level."""
        labels = self._listed("level-label-")
        names = self._listed("level-name-")
        kinds, before = self._listed("level-kind-"), self._listed("level-was-")
        known = set(LevelKind)
        return {
            "level_names": {
                labels[place]: (name.strip()[:80] if name.strip() != labels[place] else "")
                for place, name in names.items()
                if place in labels and name.strip()
            },
            "levels": {
                labels[place]: kind
                for place, kind in kinds.items()
                if place in labels and kind in known and kind != before.get(place)
            },
        }

    def _listed(self, prefix: str) -> dict[str, str]:
        data: Mapping[str, Any] | QueryDict = self.data
        return {
            name.removeprefix(prefix): str(data[name]) for name in data if name.startswith(prefix)
        }


class ComparisonForm(forms.Form):
    """What is accepted of a newer version: keys of changes, ids of new actions, codes."""

    version = forms.IntegerField(required=False)
    others = forms.BooleanField(required=False)
    again = forms.BooleanField(required=False)

    def picked(self, *, is_whole: bool) -> Picked:
        data = self.data
        ticked = {
            name: list(data.getlist(name)) if hasattr(data, "getlist") else []
            for name in ("change", "added", "removed")
        }
        return Picked(
            changes=ticked["change"],
            added=ticked["added"],
            removed=ticked["removed"],
            others=self.cleaned_data["others"],
            is_whole=is_whole,
        )
