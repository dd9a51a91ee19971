"""Rows chosen in a form."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


class ManyRows(forms.ModelMultipleChoiceField[Row]):
    """As Django's own, where a key larger than the database holds is one more wrong choice."""

    def clean(self, value: Any) -> QuerySet[Row]:
        try:
            return super().clean(value)
        except OverflowError as error:
            message, values = self.error_messages["invalid_choice"], {"value": value[0]}
            raise ValidationError(message, code="invalid_choice", params=values) from error
