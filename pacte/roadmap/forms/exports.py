"""What a person asks when she takes a plan out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from pacte.roadmap.exports import Form, Parts, Snapshot, take_snapshot
from pacte.roadmap.forms.filters import FilterForm

if TYPE_CHECKING:
    import datetime as dt

    from django.http import QueryDict

    from pacte.accounts.models import User
    from pacte.roadmap.models import Plan

SCREEN, SOURCE, EVERYTHING = "ecran", "origine", "toutes"

FORMS = (
    (Form.DOCX, gettext_lazy("Word (.docx), à modifier")),
    (Form.PDF, gettext_lazy("PDF, à imprimer ou à envoyer")),
    (Form.XLSX, gettext_lazy("Excel (.xlsx), à compléter puis à redonner à Pacte")),
    (Form.ODS, gettext_lazy("OpenDocument (.ods), à compléter puis à redonner à Pacte")),
    (Form.CSV, gettext_lazy("CSV, pour un autre logiciel")),
    (Form.JSON, gettext_lazy("JSON, pour un autre programme")),
)
COLUMNS = (
    (SCREEN, gettext_lazy("Celles de l’écran")),
    (SOURCE, gettext_lazy("Comme le fichier d’origine")),
    (EVERYTHING, gettext_lazy("Toutes")),
)
EVERYBODY, TEAM = "tous", "equipe"
READERS = (
    (EVERYBODY, gettext_lazy("À diffuser : sans ce qui est réservé à l’équipe")),
    (TEAM, gettext_lazy("Pour l’équipe : avec ce qui lui est réservé")),
)
PARTS = (
    ("resume", gettext_lazy("Le résumé des objectifs")),
    ("tableau", gettext_lazy("Le tableau des actions")),
    ("fiches", gettext_lazy("Une fiche par action")),
)


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=FORMS, initial=Form.DOCX, widget=forms.RadioSelect
    )
    colonnes = forms.ChoiceField(
        label=gettext_lazy("Colonnes"),
        choices=COLUMNS,
        initial=SCREEN,
        required=False,
        widget=forms.RadioSelect,
    )
    pour = forms.ChoiceField(
        label=gettext_lazy("Pour qui"),
        choices=READERS,
        initial=EVERYBODY,
        required=False,
        widget=forms.RadioSelect,
    )
    parties = forms.MultipleChoiceField(
        label=gettext_lazy("Dans le Word ou le PDF"),
        choices=PARTS,
        initial=[key for key, _label in PARTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    grand = forms.BooleanField(required=False)

    def __init__(
        self,
        asked: QueryDict | None = None,
        *,
        has_source: bool,
        has_team: bool = True,
        large_paper: str = "",
    ) -> None:
        super().__init__(asked)
        self.fields["grand"].label = large_paper
        if not has_team:
            del self.fields["pour"]
        if not has_source:
            kept = [choice for choice in COLUMNS if choice[0] != SOURCE]
            self.fields["colonnes"].choices = kept  # type: ignore[attr-defined]

    @property
    def form(self) -> Form:
        return Form(self.cleaned_data["format"])

    @property
    def columns(self) -> str:
        return self.cleaned_data["colonnes"] or SCREEN

    @property
    def with_team_only(self) -> bool:
        return self.cleaned_data.get("pour") == TEAM

    @property
    def parts(self) -> Parts:
        """All of them where none is ticked: an empty document is of use to nobody."""
        chosen = self.cleaned_data["parties"] or [key for key, _label in PARTS]
        return Parts(
            summary="resume" in chosen,
            table="tableau" in chosen,
            sheets="fiches" in chosen,
            as_source=self.columns == SOURCE,
            large=self.cleaned_data["grand"],
        )


def asked_snapshot(plan: Plan, user: User, query: QueryDict, *, at: dt.datetime) -> Snapshot:
    """The plan through the filters and with the columns that an address asks for."""
    form = ExportForm(query, has_source=bool(plan.source_columns))
    is_valid = form.is_valid()
    columns = form.columns if is_valid else SCREEN
    return take_snapshot(
        plan,
        user,
        at=at,
        filters=FilterForm(query).filters(user, plan.initiative),
        columns=plan.source_columns if columns == SOURCE else None,
        every_column=columns == EVERYTHING,
        with_team_only=is_valid and form.with_team_only,
    )
