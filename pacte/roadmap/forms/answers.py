"""Shapes coming in from who leads an action: by a link, or told to someone of the team."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.accounts.models import User
from pacte.core.days import day_field
from pacte.core.models import StoredFile
from pacte.initiatives.models import Initiative, Membership
from pacte.network.models import Contact
from pacte.roadmap.enums import ReportSource, Stands
from pacte.roadmap.forms.bounds import bound
from pacte.roadmap.forms.cells import schedule_meant
from pacte.roadmap.forms.parts import UploadForm, long_text
from pacte.roadmap.operations import Told

if TYPE_CHECKING:
    from decimal import Decimal

    from django.db.models import QuerySet

    from pacte.roadmap.models import ProgressAnswer

FILE_SALT = "pacte.roadmap.answer_file"
FILE_LASTS = 60 * 60 * 24  # seconds between « Relire » and « Envoyer »
MORE = ("is_finished", "done", "quantity", "unit", "next", "difficulties", "schedule_text", "file")


class ToldForm(forms.Form):
    """One question, three answers; the rest is optional."""

    stands = forms.ChoiceField(
        label=gettext_lazy("Où en est-on ?"),
        choices=Stands.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une des trois réponses.")},
    )
    is_finished = forms.BooleanField(label=gettext_lazy("C’est terminé"), required=False)
    done = long_text(gettext_lazy("Ce qui a été fait"))
    quantity = forms.DecimalField(
        label=gettext_lazy("Combien"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        localize=True,
    )
    unit = forms.CharField(
        label=gettext_lazy("De quoi"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Par exemple : personnes accueillies."),
    )
    next = long_text(gettext_lazy("Ce qui vient"))
    difficulties = long_text(gettext_lazy("Ce qui gêne"))
    schedule_text = forms.CharField(
        label=gettext_lazy("Nouvelle échéance"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Comme vous la diriez : juin 2027, fin d’année, à la rentrée."),
    )
    file = forms.FileField(label=gettext_lazy("Une photo ou un document"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        bound(self)
        self.kept_file: StoredFile | None = None

    def clean_file(self) -> object:
        upload = self.cleaned_data["file"]
        if upload:
            UploadForm.clean_file(cast("UploadForm", self))
        return upload

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("quantity") is not None and not cleaned.get("done"):
            self.add_error("done", _("Dites en quelques mots ce que compte ce nombre."))
        return cleaned

    @property
    def says_more(self) -> bool:
        """Whether the optional part holds something, or an error: it is then unfolded."""
        if not self.is_bound:
            return any(self.initial.get(name) for name in MORE)
        return any(self.data.get(self.add_prefix(name)) or self[name].errors for name in MORE)

    def told(self) -> Told:
        cleaned = self.cleaned_data
        text = str(cleaned["schedule_text"]).strip()
        return Told(
            stands=str(cleaned["stands"]),
            is_finished=bool(cleaned["is_finished"]),
            done=str(cleaned["done"]),
            quantity=cast("Decimal | None", cleaned["quantity"]),
            unit=str(cleaned["unit"]),
            next=str(cleaned["next"]),
            difficulties=str(cleaned["difficulties"]),
            schedule_text=text,
            schedule=schedule_meant(text) if text else None,
            file=self.kept_file,
        )


class LinkAnswerForm(ToldForm):
    """By a link, an action may be left for another day; a file is kept between two pages."""

    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stands"].required = False

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        says = any(cleaned.get(name) for name in MORE)
        if says and not cleaned.get("stands"):
            self.add_error("stands", _("Choisissez une des trois réponses."))
        self.kept_file = self.file_of(str(cleaned.get("kept") or ""))
        return cleaned

    def file_of(self, token: str) -> StoredFile | None:
        """The file that this very form sent a page ago; a stranger's token opens nothing."""
        try:
            form, key = signing.loads(token, salt=FILE_SALT, max_age=FILE_LASTS)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return StoredFile.objects.filter(pk=key).first() if form == self.prefix else None

    @property
    def token(self) -> str:
        """What carries the file to the next page."""
        if self.kept_file is None:
            return ""
        return signing.dumps([self.prefix, self.kept_file.pk], salt=FILE_SALT)

    @property
    def is_answered(self) -> bool:
        return bool(self.cleaned_data.get("stands"))


def initial_of(answer: ProgressAnswer) -> dict[str, object]:
    return {name: getattr(answer, name) for name in ("stands", *MORE) if name != "file"}


class HandoverForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Qui s’en occupe maintenant ?"), max_length=150, required=False
    )
    phone = forms.CharField(label=gettext_lazy("Son téléphone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("Son adresse électronique"), required=False)
    note = long_text(gettext_lazy("Ce qu’il faut savoir"))
    everything = forms.BooleanField(
        label=gettext_lazy("C’est le cas pour toutes les actions de cette page"), required=False
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        bound(self)


class RecordForm(ToldForm):
    """« Saisir pour… » : who said it, how and when, before what was said."""

    said_by = forms.CharField(
        label=gettext_lazy("Qui l’a dit"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "annuaire"}),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Comment"),
        choices=[
            choice
            for choice in ReportSource.choices
            if choice[0] not in {ReportSource.LINK, ReportSource.SCREEN}
        ],
        widget=forms.RadioSelect,
        initial=ReportSource.PHONE,
    )
    said_on = day_field(gettext_lazy("Le"), required=True)
    field_order = ("said_by", "source", "said_on", "stands")

    def __init__(self, *args: object, today: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_said_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["said_on"]
        if day > self.today:
            raise ValidationError(_("Ce jour est à venir."))
        return day


class ProgressSettingsForm(forms.Form):
    asker: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label=gettext_lazy("Qui signe les courriels"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("La première personne de l’équipe"),
        help_text=gettext_lazy("Les réponses à ces courriels arrivent dans sa boîte."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Téléphone à rappeler"), max_length=40, required=False
    )
    takes_at_once = forms.BooleanField(
        label=gettext_lazy("Reprendre les réponses sans les relire"),
        required=False,
        help_text=gettext_lazy(
            "Sinon, chaque réponse attend dans « À relire » que l’équipe la reprenne."
        ),
    )

    def __init__(self, initiative: Initiative, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        team = Membership.objects.current().leading().filter(initiative=initiative)
        field = cast("forms.ModelChoiceField[User]", self.fields["asker"])
        field.queryset = User.objects.filter(pk__in=team.values("user")).order_by("name", "pk")


class PersonForm(forms.Form):
    """Who answers for an organisation on one action: someone known here, or someone new."""

    person: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        label=gettext_lazy("Qui répond pour cette action"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=gettext_lazy("L’interlocuteur principal, s’il y en a un"),
    )
    name = forms.CharField(
        label=gettext_lazy("Ou quelqu’un qui n’est pas encore dans le carnet"),
        max_length=150,
        required=False,
    )
    phone = forms.CharField(label=gettext_lazy("Son téléphone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("Son adresse électronique"), required=False)

    def __init__(self, contacts: QuerySet[Contact], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        cast("forms.ModelChoiceField[Contact]", self.fields["person"]).queryset = contacts

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("person") and cleaned.get("name"):
            self.add_error(
                "name", _("Choisissez quelqu’un du carnet ou nommez quelqu’un, pas les deux.")
            )
        if not cleaned.get("name") and (cleaned.get("phone") or cleaned.get("email")):
            self.add_error("name", _("Dites comment cette personne s’appelle."))
        return cleaned
