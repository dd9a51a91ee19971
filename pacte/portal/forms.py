"""Shapes coming in to the portal's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pacte.core.automations import Chosen
from pacte.core.days import day_field
from pacte.network.models import Contact, Organisation, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from pacte.initiatives.models import Initiative


class SearchForm(forms.Form):
    """A question, and the kind of rows it is asked of where it is one alone."""

    q = forms.CharField(required=False, max_length=200)
    sorte = forms.CharField(required=False, max_length=60)


class AutomationForm(forms.Form):
    """The switch of one automation, and its delays in days within their bounds."""

    is_on = forms.BooleanField(label=_("Pacte le fait de lui-même"), required=False)

    def __init__(self, chosen: Chosen, *args: object, **kwargs: object) -> None:
        self.chosen = chosen
        kwargs.setdefault("initial", {"is_on": chosen.is_on, **chosen.numbers})
        kwargs.setdefault("prefix", chosen.automation.name.replace(".", "-"))
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        for number in chosen.automation.numbers:
            self.fields[number.key] = forms.IntegerField(
                label=number.label,
                min_value=number.least,
                max_value=number.most,
                help_text=_("En jours."),
            )

    def numbers(self) -> dict[str, int]:
        return {n.key: self.cleaned_data[n.key] for n in self.chosen.automation.numbers}


class WhoLeavesForm(forms.Form):
    personne = forms.ModelChoiceField(
        label=_("Qui part ?"),
        queryset=Contact.objects.none(),
        empty_label=_("Choisissez quelqu’un du carnet"),
    )

    def __init__(self, initiative: Initiative, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = initiative.contacts.present().order_by("name", "pk")
        self.fields["personne"].queryset = people  # type: ignore[attr-defined]  # a choice of rows


class LeavingForm(forms.Form):
    """What goes to another, each thing by its sort and its key, and to whom."""

    what = forms.MultipleChoiceField(label=_("Ce qui est transmis"), required=False)
    to = forms.ModelChoiceField(
        label=_("Quelqu’un du carnet"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("Choisissez quelqu’un"),
    )
    name = forms.CharField(label=_("Ou son prénom et son nom"), max_length=150, required=False)
    phone = forms.CharField(label=_("Téléphone"), max_length=40, required=False)
    email = forms.EmailField(label=_("Adresse électronique"), required=False)
    last_on = day_field(_("Dernier jour de la personne qui part"), required=True)

    def __init__(
        self, others: QuerySet[Contact], keys: Sequence[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]  # a choice of rows
        self.fields["what"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("to") and not given.get("name", "").strip():
            self.add_error("name", _("Choisissez quelqu’un, ou écrivez son nom."))
        if not self.errors and not given.get("what"):
            self.add_error("what", _("Rien n’est coché : il n’y a rien à transmettre."))
        return given

    def someone_new(self) -> dict[str, object]:
        return {key: self.cleaned_data[key] for key in ("name", "phone", "email")}

    def ticked(self) -> dict[str, set[int]]:
        return by_sort(self.cleaned_data["what"])


class UnitHandedForm(forms.Form):
    """What goes on elsewhere, and where: another service, or an organisation as a whole."""

    what = forms.MultipleChoiceField(label=_("Ce qui est transmis"), required=False)
    to = forms.ChoiceField(label=_("À qui ?"))

    def __init__(
        self, takers: Sequence[Unit | Organisation], keys: Sequence[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.takers = {f"{one._meta.model_name}:{one.pk}": one for one in takers}
        choices = [(key, named_in_full(one)) for key, one in self.takers.items()]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["what"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    def taker(self) -> Unit | Organisation:
        return self.takers[self.cleaned_data["to"]]

    def ticked(self) -> dict[str, set[int]]:
        return by_sort(self.cleaned_data["what"])


def named_in_full(one: Unit | Organisation) -> str:
    return f"{one.name}, {one.organisation.label}" if isinstance(one, Unit) else one.name


def by_sort(keys: Iterable[str]) -> dict[str, set[int]]:
    told: dict[str, set[int]] = {}
    for key in keys:
        sort, row = key.split(":")
        told.setdefault(sort, set()).add(int(row))
    return told
