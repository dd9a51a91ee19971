"""Shapes coming in: organisations, units, groups, contacts, acronyms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pacte.core.choices import ManyRows
from pacte.core.days import day_field
from pacte.documents.errors import DocumentError, describe
from pacte.documents.reading import Limits
from pacte.documents.reading.formats import recognise
from pacte.network.enums import ReferentKind, ReferentState, Sector
from pacte.network.models import Contact, Organisation, Unit
from pacte.network.operations import Change, Naming
from pacte.territories.models import Territory
from pacte.territories.queries import ancestors_of, within

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet

    from pacte.initiatives.models import Initiative


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Nom"), max_length=250)
    short_name = forms.CharField(label=_("Sigle ou nom court"), max_length=60, required=False)
    sector = forms.ChoiceField(label=_("Domaine"), choices=Sector.choices, initial=Sector.OTHER)
    website = forms.URLField(
        label=_("Site"),
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": _(
                "Ce n’est pas l’adresse d’une page. Copiez-la entière depuis le navigateur :"
                " https://…"
            )
        },
    )
    siret = forms.CharField(
        label="SIRET",
        required=False,
        validators=[RegexValidator(r"^\d{14}$", _("Un SIRET a quatorze chiffres."))],
    )
    neq = forms.CharField(
        label="NEQ",
        required=False,
        validators=[RegexValidator(r"^\d{10}$", _("Un NEQ a dix chiffres."))],
    )


class EditOrganisationForm(OrganisationForm):
    since_on = day_field(
        _("Nouveau nom depuis le"),
        _("Si le nom ou le sigle change : l’ancien reste connu. Sans date, aujourd’hui."),
    )
    is_correction = forms.BooleanField(
        label=_("C’est la correction d’une faute : ne pas garder l’ancien nom"), required=False
    )
    field_order = ("name", "short_name", "since_on", "is_correction")


class NameForm(forms.Form):
    """Without dates, another name by which documents call it."""

    name = forms.CharField(label=_("Nom"), max_length=250)
    short_name = forms.CharField(label=_("Sigle ou nom court"), max_length=60, required=False)
    from_on = day_field(_("Depuis le"))
    to_on = day_field(
        _("Jusqu’au"),
        _("Le jour du nom suivant. Sans aucune date : un autre nom, connu aujourd’hui."),
    )


class MergerForm(forms.Form):
    """Which of the two goes, by its address, and which one stays."""

    avec = forms.ModelChoiceField(
        label=_("Le même organisme que"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=_("Choisissez un organisme"),
    )

    def __init__(
        self, initiative: Initiative, organisation: Organisation, *args: object, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        others = Organisation.objects.of_initiative(initiative).exclude(pk=organisation.pk)
        self.fields["avec"].queryset = others.order_by("name", "pk")  # type: ignore[attr-defined]  # a choice of rows


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_("Liste d’organismes ou de personnes"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.tsv"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse at once what no reader would take; the rest is read by the worker."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        limits = Limits.from_settings(settings)
        try:
            limits.check_bytes(upload.size or 0)
            recognise(upload.read(), name=upload.name or "", limits=limits.started())
        except DocumentError as error:
            raise forms.ValidationError(describe(error)) from error
        finally:
            upload.seek(0)
        return upload


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Nom ou sigle"), required=False, max_length=100)
    domaine = forms.ChoiceField(
        label=_("Domaine"), required=False, choices=[("", _("Tous les domaines")), *Sector.choices]
    )


class PeopleSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Nom, fonction, organisme ou commune"), required=False, max_length=150
    )


class CommuneSearchForm(forms.Form):
    q = forms.CharField(label=_("Commune ou personne"), required=False, max_length=150)
    vacantes = forms.BooleanField(required=False, widget=forms.HiddenInput)


class UnitForm(forms.Form):
    name = forms.CharField(label=_("Nom du service"), max_length=250)
    short_name = forms.CharField(label=_("Sigle"), max_length=60, required=False)


def territories_of(initiative: Initiative) -> QuerySet[Territory]:
    """Where someone is elected: the territory, its communes, and what it lies in."""
    today = timezone.localdate()
    around = [one.pk for one in ancestors_of(initiative.territory, on=today)]
    inside = within(initiative.territory, on=today)
    return Territory.objects.filter(Q(pk__in=inside.values("pk")) | Q(pk__in=around)).order_by(
        "search_key", "pk"
    )


class OfInitiative(forms.Form):
    """Choices among the organisations of one initiative."""

    def __init__(self, initiative: Initiative, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        ours = Organisation.objects.of_initiative(initiative).order_by("name", "pk")
        rows = {
            "organisation": ours,
            "organisations": ours,
            "unit": Unit.objects.present().filter(organisation__in=ours).order_by("name", "pk"),
            "contact": (people := initiative.contacts.present().order_by("name", "pk")),
            "deputy": people,
            "territory": territories_of(initiative),
            "successors": Unit.objects.present()
            .filter(organisation__in=ours, ended_on=None)
            .order_by("name", "pk"),
            "new_organisation": ours,
        }
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows[name]


class GroupForm(OfInitiative):
    name = forms.CharField(label=_("Nom du groupe"), max_length=250)
    short_name = forms.CharField(label=_("Sigle"), max_length=60, required=False)
    organisations = ManyRows(
        label=_("Organismes qui en font partie"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ContactForm(OfInitiative):
    name = forms.CharField(label=_("Prénom et nom"), max_length=150)
    phone = forms.CharField(label=_("Téléphone"), max_length=40, required=False)
    email = forms.EmailField(label=_("Adresse électronique"), required=False)
    may_publish = forms.BooleanField(
        label=_("Accepte que son nom soit publié"),
        required=False,
    )


class NewContactForm(ContactForm):
    title = forms.CharField(label=_("Fonction"), max_length=150, required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisme"), queryset=Organisation.objects.none(), required=False
    )
    unit = forms.ModelChoiceField(label=_("Service"), queryset=Unit.objects.none(), required=False)
    field_order = ("name", "title", "organisation", "unit")


class FunctionForm(OfInitiative):
    title = forms.CharField(label=_("Fonction"), max_length=150)
    organisation = forms.ModelChoiceField(
        label=_("Organisme"), queryset=Organisation.objects.none(), required=False
    )
    unit = forms.ModelChoiceField(label=_("Service"), queryset=Unit.objects.none(), required=False)
    from_on = day_field(_("Depuis"))
    to_on = day_field(_("Jusqu’au"))


class EndUnitForm(OfInitiative):
    """Without a date, it goes on as it was. `kept` are successors that may have ended since."""

    ended_on = day_field(
        _("À partir du"), _("Le premier jour sans lui. Effacez la date s’il continue.")
    )
    successors = ManyRows(
        label=_("Ce qu’il devient"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Un s’il est fusionné, plusieurs s’il est scindé, aucun s’il est fermé."),
    )
    new_name = forms.CharField(label=_("Ou un nouveau service"), max_length=250, required=False)
    new_organisation = forms.ModelChoiceField(
        label=_("Dans quel organisme"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Le même"),
    )

    def __init__(
        self, initiative: Initiative, kept: Iterable[Unit], *args: object, **kwargs: object
    ) -> None:
        super().__init__(initiative, *args, **kwargs)
        offered = self.fields["successors"].queryset  # type: ignore[attr-defined]  # ManyRows
        told = Unit.objects.filter(pk__in=[unit.pk for unit in kept])
        self.fields["successors"].queryset = (offered | told).order_by("name", "pk")  # type: ignore[attr-defined]

    def change(self) -> Change:
        return Change(**self.cleaned_data)


class ReferentForm(OfInitiative):
    kind = forms.ChoiceField(
        label=_("Sorte"),
        choices=ReferentKind.choices,
        initial=ReferentKind.TECHNICAL,
        widget=forms.RadioSelect,
    )
    rank = forms.TypedChoiceField(
        label=_("Seule ou à deux"),
        coerce=int,
        choices=[(1, _("Seule, ou la première d’un binôme")), (2, _("La seconde d’un binôme"))],
        widget=forms.RadioSelect,
    )
    since_on = day_field(_("Depuis le"))
    deputy = forms.ModelChoiceField(
        label=_("Qui la remplace en son absence"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("Personne encore"),
    )

    def named(self) -> Naming:
        return Naming(
            kind=self.cleaned_data["kind"],
            rank=self.cleaned_data["rank"],
            since_on=self.cleaned_data["since_on"],
            deputy=self.cleaned_data["deputy"],
        )


class NameReferentForm(ReferentForm):
    """Someone of the directory, or someone new by her name."""

    contact = forms.ModelChoiceField(
        label=_("Quelqu’un du carnet"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("Choisissez quelqu’un"),
    )
    name = forms.CharField(label=_("Ou son prénom et son nom"), max_length=150, required=False)
    phone = forms.CharField(label=_("Téléphone"), max_length=40, required=False)
    email = forms.EmailField(label=_("Adresse électronique"), required=False)
    title = forms.CharField(label=_("Fonction"), max_length=150, required=False)
    field_order = ("contact", "name", "title", "phone", "email", "kind", "rank")

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        if not self.errors and not given.get("contact") and not str(given.get("name")).strip():
            self.add_error("name", _("Choisissez quelqu’un, ou écrivez son nom."))
        return given

    def someone_new(self) -> dict[str, object] | None:
        if self.cleaned_data["contact"]:
            return None
        return {key: self.cleaned_data[key] for key in ("name", "phone", "email", "title")}


class EditReferentForm(ReferentForm):
    state = forms.ChoiceField(label=_("Où elle en est"), widget=forms.RadioSelect)
    field_order = ("state", "since_on", "deputy", "kind", "rank")

    def __init__(
        self, initiative: Initiative, states: Collection[str], *args: object, **kwargs: object
    ) -> None:
        super().__init__(initiative, *args, **kwargs)
        choices = [(value, label) for value, label in ReferentState.choices if value in states]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]  # a choice field


class MandateForm(OfInitiative):
    title = forms.CharField(
        label=_("Mandat"), max_length=150, help_text=_("Maire, adjointe, vice-président…")
    )
    territory = forms.ModelChoiceField(
        label=_("Sur quel territoire"), queryset=Territory.objects.none()
    )
    from_on = day_field(_("Depuis le"))
    to_on = day_field(_("Jusqu’au"), _("Dernier jour du mandat : Pacte prévient 90 jours avant."))


class AcronymForm(OfInitiative):
    text = forms.CharField(label=_("Sigle"), max_length=30)
    expansion = forms.CharField(label=_("En toutes lettres"), max_length=250)
    organisation = forms.ModelChoiceField(
        label=_("Organisme qu’il désigne"), queryset=Organisation.objects.none(), required=False
    )
