"""Shapes coming in for what belongs to an action."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core.days import day_field
from pacte.core.files import ATTACHED
from pacte.network.queries import Directory
from pacte.roadmap.enums import ResponsibilityRole, ResponsibilityState, Weather
from pacte.roadmap.forms.bounds import bound
from pacte.roadmap.operations import Target
from pacte.roadmap.operations.lists import newlines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile

    from pacte.roadmap.errors import FieldChangedMeanwhile

FILE_MAX_BYTES = 20 * 1024 * 1024
WHOLE_ADDRESS = gettext_lazy(
    "Ce n’est pas l’adresse d’une page. Copiez-la entière depuis le navigateur : https://…"
)
SAME_WEATHER = gettext_lazy(
    "La météo n’a pas changé : dites au moins une chose, ne serait-ce que « Rien de nouveau »."
)


def long_text(label: object) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # a lazy text
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def web_address(label: object) -> forms.URLField:
    return forms.URLField(
        label=label,  # type: ignore[arg-type]  # a lazy text
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": WHOLE_ADDRESS},
    )


class PlainForm(forms.Form):
    """A form whose texts have plain line ends, as those of the table's cells."""

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        for name, value in cleaned.items():
            cleaned[name] = newlines(value) if isinstance(value, str) else value
        return cleaned


class PartForm(PlainForm):
    """A form that knows what each field held when it was opened."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        for field in self.fields.values():
            field.show_hidden_initial = True
        bound(self)

    def asked(self) -> dict[str, tuple[object, object]]:
        """Each field that the person changed: what she saw, what she wants."""
        return {name: (self.saw(name), self.cleaned_data[name]) for name in self.changed_data}

    def add_conflict(self, changed: FieldChangedMeanwhile) -> None:
        """Say that somebody else changed one of them, and what stands there now."""
        self.add_error(
            changed.field if changed.field in self.fields else None,
            _("Quelqu’un a enregistré autre chose : « %(theirs)s ». Rouvrez la page.")
            % {"theirs": changed.current},
        )

    def saw(self, name: str) -> object:
        """What cannot be read is nothing that the field ever held."""
        bound = self[name]
        raw = bound.field.hidden_widget().value_from_datadict(
            self.data, self.files, bound.html_initial_name
        )
        try:
            return bound.field.to_python(raw)
        except ValidationError:
            return raw


class StepForm(PartForm):
    title = forms.CharField(
        label=gettext_lazy("Étape"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    number = forms.CharField(label=gettext_lazy("Numéro"), required=False, max_length=30)
    lead = forms.CharField(label=gettext_lazy("Responsable"), required=False, max_length=300)
    due_on = day_field(gettext_lazy("Pour le"))
    done_on = day_field(gettext_lazy("Faite le"))


class OngoingForm(PartForm):
    organisation_text = forms.CharField(
        label=gettext_lazy("Organisme"), required=False, max_length=250
    )
    text = forms.CharField(
        label=gettext_lazy("Ce qui est en cours"), widget=forms.Textarea(attrs={"rows": 2})
    )


class AchievementForm(PartForm):
    text = forms.CharField(
        label=gettext_lazy("Ce qui a été fait"), widget=forms.Textarea(attrs={"rows": 2})
    )
    achieved_on = day_field(gettext_lazy("Le"))
    quantity = forms.DecimalField(
        label=gettext_lazy("Combien"),
        required=False,
        max_digits=12,
        decimal_places=2,
        localize=True,
    )
    unit = forms.CharField(
        label=gettext_lazy("De quoi"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Par exemple : participantes et participants."),
    )
    is_planned = forms.BooleanField(label=gettext_lazy("Prévue, pas encore faite"), required=False)
    is_publishable = forms.BooleanField(label=gettext_lazy("Peut être publiée"), required=False)
    is_team_only = forms.BooleanField(label=gettext_lazy("Réservée à l’équipe"), required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("is_publishable") and cleaned.get("is_team_only"):
            raise ValidationError(_("Publiable ou réservée à l’équipe : choisissez l’un des deux."))
        day = cleaned.get("achieved_on")
        if isinstance(day, dt.date) and day > timezone.localdate() and not cleaned["is_planned"]:
            self.add_error(
                "achieved_on", _("Ce jour est à venir : cochez « Prévue, pas encore faite ».")
            )
        return cleaned


class BoundForm(PlainForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        bound(self)


def refuse_silence(cleaned: Mapping[str, object], *said: str) -> None:
    if not any(cleaned.get(name) for name in said):
        raise ValidationError(_("Dites au moins une chose : où l’on en est, ou ce qui a été fait."))


class ReportForm(BoundForm):
    weather = forms.ChoiceField(
        label=gettext_lazy("Où en est-on ?"),
        required=False,
        choices=[("", gettext_lazy("Ne pas le dire")), *Weather.choices],
        widget=forms.RadioSelect,
    )
    done = forms.CharField(
        label=gettext_lazy("Ce qui a été fait"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-pacte-autosave": "suivi-fait"}),
    )
    next_steps = forms.CharField(
        label=gettext_lazy("Ce qui vient"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-pacte-autosave": "suivi-vient"}),
    )
    difficulties = forms.CharField(
        label=gettext_lazy("Ce qui gêne"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-pacte-autosave": "suivi-gene"}),
    )
    said_by = forms.CharField(label=gettext_lazy("Dit par"), max_length=200)
    said_on = day_field(gettext_lazy("Le"), required=True)
    is_team_only = forms.BooleanField(label=gettext_lazy("Réservé à l’équipe"), required=False)

    def leave_out(self, *names: str) -> None:
        """Ask nothing of these, whatever is sent."""
        for name in names:
            del self.fields[name]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        said = ("done", "next_steps", "difficulties")
        if cleaned.get("weather") and "weather" not in self.changed_data:
            if not any(cleaned.get(name) for name in said):
                raise ValidationError(SAME_WEATHER)
            return cleaned
        refuse_silence(cleaned, "weather", *said)
        return cleaned


class ReportEditForm(PartForm):
    """What was said, reworded or kept to the team; who said it and when stay."""

    weather = forms.ChoiceField(
        label=gettext_lazy("Où en est-on ?"),
        required=False,
        choices=[("", gettext_lazy("Ne pas le dire")), *Weather.choices],
    )
    done = long_text(gettext_lazy("Ce qui a été fait"))
    next = long_text(gettext_lazy("Ce qui vient"))
    difficulties = long_text(gettext_lazy("Ce qui gêne"))
    is_team_only = forms.BooleanField(label=gettext_lazy("Réservé à l’équipe"), required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        refuse_silence(cleaned, "weather", "done", "next", "difficulties")
        return cleaned


class FileForm(PartForm):
    label = forms.CharField(label=gettext_lazy("De quoi s’agit-il"), required=False, max_length=200)
    is_team_only = forms.BooleanField(label=gettext_lazy("Réservé à l’équipe"), required=False)


class WaitingForm(PartForm):
    waiting_for = forms.CharField(label=gettext_lazy("En attente de"), max_length=500)
    condition = forms.CharField(
        label=gettext_lazy("Ce qui la débloquera"), required=False, max_length=500
    )

    def read(self) -> tuple[str, str]:
        return str(self.saw("waiting_for")), str(self.saw("condition"))


class WaitingEndForm(forms.Form):
    """The wait that one ends, as it was read."""

    waiting_for = forms.CharField(required=False, widget=forms.HiddenInput)
    condition = forms.CharField(required=False, widget=forms.HiddenInput)


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Fichier"))
    label = forms.CharField(label=gettext_lazy("De quoi s’agit-il"), required=False, max_length=200)
    is_team_only = forms.BooleanField(label=gettext_lazy("Réservé à l’équipe"), required=False)

    def clean_file(self) -> UploadedFile[bytes]:
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if PurePath(upload.name or "").suffix.lower() not in ATTACHED:
            raise ValidationError(
                _("Ce type de fichier n’est pas gardé. Déposez un PDF, une image ou un document.")
            )
        if (upload.size or 0) > FILE_MAX_BYTES:
            raise ValidationError(_("Le fichier dépasse 20 Mo. Allégez-le puis déposez-le."))
        return upload


class ResponsibleForm(forms.Form):
    role = forms.ChoiceField(
        label=gettext_lazy("Rôle"), choices=ResponsibilityRole.choices, widget=forms.RadioSelect
    )
    who = forms.CharField(
        label=gettext_lazy("Qui"),
        max_length=500,
        help_text=gettext_lazy("Un organisme, un service, un groupe, une personne, ou « Tous »."),
        widget=forms.TextInput(attrs={"list": "annuaire"}),
    )
    amount_text = forms.CharField(
        label=gettext_lazy("Montant, pour un financeur"), required=False, max_length=200
    )

    def named(self, directory: Directory) -> Target:
        return Target.meant(str(self.cleaned_data["who"]).strip(), directory)


class AnswerForm(BoundForm):
    read = forms.CharField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=gettext_lazy("Sa réponse"),
        choices=ResponsibilityState.choices,
        widget=forms.RadioSelect,
    )
    said_by = forms.CharField(label=gettext_lazy("Dit par"), max_length=200, required=False)
    said_on = day_field(gettext_lazy("Le"))
    reason = forms.CharField(
        label=gettext_lazy("Raison, en cas de refus"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        state = cleaned.get("state")
        if state == ResponsibilityState.DECLINED and not str(cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Dites pourquoi : la suite en dépend."))
        if state != ResponsibilityState.SOUGHT and state and not cleaned.get("said_by"):
            self.add_error("said_by", _("Dites qui a répondu."))
        return cleaned


class LockForm(forms.Form):
    """What is kept to the team: the whole action, or some of its fields."""

    is_team_only = forms.BooleanField(
        label=gettext_lazy("Toute l’action est réservée à l’équipe"), required=False
    )
    fields_kept = forms.MultipleChoiceField(
        label=gettext_lazy("Seulement ces champs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Une réalisation, une entrée de suivi ou un fichier se réserve dans son formulaire."
        ),
    )

    # What was kept when the form was opened, so that only what she changed is applied.
    read = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, columns: Sequence[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        kept, read = self.fields["fields_kept"], self.fields["read"]
        assert isinstance(kept, forms.MultipleChoiceField)  # noqa: S101 — declared above
        assert isinstance(read, forms.MultipleChoiceField)  # noqa: S101 — declared above
        kept.choices = columns
        read.choices = [("is_team_only", ""), *columns]

    def asked(self) -> dict[str, Any]:
        """Both sides: what she saw, what she wants."""
        read = set(self.cleaned_data["read"])
        return {
            "whole": self.cleaned_data["is_team_only"],
            "fields": self.cleaned_data["fields_kept"],
            "read_whole": "is_team_only" in read,
            "read_fields": read - {"is_team_only"},
        }
