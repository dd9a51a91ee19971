"""Shapes coming in: the settings of an initiative, its logos, its Word template."""

from __future__ import annotations

import re
import zoneinfo
from pathlib import PurePath
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.documents.writing.errors import PictureUnreadable, TemplateUnreadable
from pacte.documents.writing.pictures import as_bitmap
from pacte.documents.writing.word import check_template
from pacte.initiatives import registry
from pacte.initiatives.enums import Currency, Paper

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LOGO_MAX_BYTES = 2 * 1024 * 1024
TEMPLATE_MAX_BYTES = 10 * 1024 * 1024
# WCAG's relative luminance at which white text keeps 4.5 to 1.
LINEAR_BELOW = 0.04045
DARK_ENOUGH = 1.05 / 4.5 - 0.05


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, from 0 to 1 (WCAG 2.1)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class SettingsForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nom de la démarche"), max_length=200)
    presentation = forms.CharField(
        label=gettext_lazy("Présentation"), widget=forms.Textarea, required=False
    )
    paper = forms.ChoiceField(label=gettext_lazy("Papier"), choices=Paper.choices)
    currency = forms.ChoiceField(label=gettext_lazy("Monnaie"), choices=Currency.choices)
    time_zone = forms.CharField(
        label=gettext_lazy("Fuseau horaire"),
        max_length=60,
        help_text=gettext_lazy("Par exemple Europe/Paris ou America/Toronto."),
    )
    colour = forms.CharField(
        label=gettext_lazy("Couleur du territoire"),
        required=False,
        help_text=gettext_lazy(
            "Par exemple #1d5c63. Elle doit rester lisible sous un texte blanc."
        ),
    )
    funders_notice = forms.CharField(
        label=gettext_lazy("Mentions obligatoires des financeurs"),
        widget=forms.Textarea,
        required=False,
        help_text=gettext_lazy("Elles figurent sur chaque document."),
    )
    modules_on = forms.MultipleChoiceField(
        label=gettext_lazy("Rubriques ouvertes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Décocher une rubrique la retire des menus, des pages, des agendas et des fichiers, et "
            "arrête ce que Pacte y fait de lui-même. Rien n’est effacé : cochez-la de nouveau et "
            "tout revient."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        field = self.fields["modules_on"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 — declared above
        field.choices = [
            (m.name, f"{m.label} : {m.goes}" if m.goes else m.label) for m in registry.optional()
        ]
        if not field.choices:
            del self.fields["modules_on"]

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"].strip().lower()
        if colour and not re.fullmatch(r"#[0-9a-f]{6}", colour):
            raise ValidationError(_("Écrivez la couleur comme #1d5c63 : un dièse et six signes."))
        if colour and luminance(colour) > DARK_ENOUGH:
            raise ValidationError(
                _("Un texte blanc n’y serait pas lisible : choisissez plus foncé.")
            )
        return colour

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"].strip()
        if name not in zoneinfo.available_timezones():
            raise ValidationError(
                _("Ce fuseau n’est pas connu. Exemples : Europe/Paris, America/Toronto.")
            )
        return name

    def settings(self) -> dict[str, object]:
        """What `operations.edit_settings` takes."""
        values = dict(self.cleaned_data)
        wanted = set(values.pop("modules_on", []))
        if "modules_on" in self.fields:
            values["modules_off"] = sorted(
                m.name for m in registry.optional() if m.name not in wanted
            )
        return values


def checked(
    upload: UploadedFile[bytes], endings: set[str], limit: int, message: str
) -> UploadedFile[bytes]:
    if PurePath(upload.name or "").suffix.lower() not in endings or (upload.size or 0) > limit:
        raise ValidationError(message)
    return upload


def contents(upload: UploadedFile[bytes]) -> bytes:
    """All of a file, which can then be read again from its beginning."""
    data: bytes = upload.read()
    upload.seek(0)
    return data


class LogoForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Image"))
    owner = forms.CharField(label=gettext_lazy("À qui est ce logo"), max_length=150)

    def clean_file(self) -> UploadedFile[bytes]:
        message = _("Déposez une image PNG ou JPEG de 2 Mo au plus.")
        upload = checked(
            self.cleaned_data["file"], {".png", ".jpg", ".jpeg"}, LOGO_MAX_BYTES, message
        )
        try:
            as_bitmap(contents(upload))
        except PictureUnreadable:
            raise ValidationError(message) from None
        return upload


class WordTemplateForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Modèle Word du territoire (.docx ou .dotx)"),
        help_text=gettext_lazy(
            "Ses styles, son en-tête et son pied de page sont gardés. Écrivez-y [[contenu]] là où "
            "le document doit paraître ; sinon il vient à la fin."
        ),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        upload = checked(
            self.cleaned_data["file"],
            {".docx", ".dotx"},
            TEMPLATE_MAX_BYTES,
            _("Déposez un fichier .docx ou .dotx de 10 Mo au plus."),
        )
        try:
            check_template(contents(upload))
        except TemplateUnreadable:
            raise ValidationError(
                _(
                    "Ce modèle ne s’ouvre pas. Ouvrez-le dans Word, enregistrez-le en .docx puis "
                    "déposez-le à nouveau."
                )
            ) from None
        return upload
