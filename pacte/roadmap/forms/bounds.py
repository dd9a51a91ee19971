"""How long what one types may be. What a document brought may be longer, and is kept whole."""

from __future__ import annotations

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy

LONGEST = {"title": 2_000}
LONGEST_TEXT = 20_000
TOO_LONG = gettext_lazy(
    "Ce texte a %(show_value)s caractères : gardez-en %(limit_value)s au plus, et joignez le reste "
    "dans un fichier."
)


def bound(form: forms.Form) -> None:
    """Refuse longer texts than those; one that is longer already may stay as it is.

    No `maxlength` in the page: a browser would cut what is pasted without a word.
    """
    for name, field in form.fields.items():
        if not isinstance(field, forms.CharField) or not isinstance(field.widget, forms.Textarea):
            continue
        if field.max_length is not None:
            continue
        now = str(form.get_initial_for_field(field, name) or "")
        most = max(LONGEST.get(name, LONGEST_TEXT), len(now) + now.count("\n"))
        field.validators = [*field.validators, MaxLengthValidator(most, TOO_LONG)]


def is_too_long(text: str) -> bool:
    return len(text) > LONGEST_TEXT
