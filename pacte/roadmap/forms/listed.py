"""Names of a list ticked rather than typed; the words of documents stay as they are written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.initiatives.queries import Matcher
from pacte.roadmap.models import TIED_LISTS
from pacte.roadmap.queries.attachments import names_offered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from pacte.initiatives.models import Listed
    from pacte.roadmap.models import Action

TICKED = ("publics", "themes", "pillars", "externals", "alignments")
MOST_TICKED = 60  # boxes; beyond, names are typed
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Offered:
    name: str
    words: list[str] = field(default_factory=list)
    is_closed: bool = False  # offered only where it stands already


def entries_offered(actions: Sequence[Action], column: str, today: dt.date) -> list[Offered]:
    """What these actions, of one initiative, may be tied to."""
    if not actions:
        return []
    initiative = actions[0].initiative
    if column == "territories":
        return [Offered(name) for name in names_offered(initiative, column, today)]
    return [
        Offered(one.name, one.words, one.closed_at is not None)
        for one in TIED_LISTS[column].objects.of_initiative(initiative)
    ]


def page_of_list(column: str) -> str:
    """Where the team completes what this column may say."""
    named = {"externals": _("Démarches extérieures"), "alignments": _("Cadres de référence")}
    return named.get(column) or _("Listes")


class TickedLines(forms.CheckboxSelectMultiple):
    """Give back lines also where they were put into the data as one text."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "many"})

    def value_from_datadict(self, data: QueryDict, files: object, name: str) -> list[str]:  # type: ignore[override]  # forms are sent as a QueryDict or a plain mapping
        sent = super().value_from_datadict(data, files, name)  # type: ignore[arg-type]  # same
        texts = [sent] if isinstance(sent, str) else sent or []
        return [line for text in texts for line in str(text).splitlines()]


class ListedField(forms.MultipleChoiceField):
    """`words` are what the cell says; the value is what it is to say, one line each."""

    widget = TickedLines

    def __init__(
        self, offered: Sequence[Offered], words: Sequence[str], *, label: str, column: str
    ) -> None:
        matcher = Matcher.of(offered)
        self.words = {word: [one.name for one in matcher.named_in(word)] for word in words}
        named = {name for names in self.words.values() for name in names}
        shown = [one.name for one in offered if not one.is_closed or one.name in named]
        loose = [word for word, names in self.words.items() if not names]
        told = _("%(words)s (hors liste)")
        empty = _("La liste est vide : elle se remplit sur la page « %(page)s ».")
        super().__init__(
            label=label,
            required=False,
            choices=[
                *((name, name) for name in shown),
                *((word, told % {"words": word}) for word in loose),
            ],
            help_text="" if shown or loose else empty % {"page": page_of_list(column)},
        )

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, str):
            return value
        return [name for line in value.splitlines() for name in self.words.get(line) or [line]]

    def clean(self, value: object) -> str:  # one text, as every cell
        chosen: list[str] = super().clean(value)
        told: list[str] = []
        for word, names in self.words.items():
            kept = [name for name in names or [word] if name in chosen]
            told += [word] if len(kept) == len(names or [word]) else kept
            chosen = [name for name in chosen if name not in kept]
        return "\n".join([*told, *chosen])


class ListedForm(forms.Form):
    """One entry of a list, and what else documents call it."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=LONGEST_NAME)
    words = forms.CharField(
        label=gettext_lazy("Autres façons de le dire"),
        required=False,
        help_text=gettext_lazy(
            "Une par ligne, comme les documents l’écrivent : « jeunes », « moins de 26 ans »."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )

    @classmethod
    def of(cls, entry: Listed) -> dict[str, str]:
        return {"name": entry.name, "words": "\n".join(entry.words)}

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_words(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["words"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class PlaceForm(forms.Form):
    words = forms.CharField(max_length=2000)
    entry = forms.IntegerField(min_value=0, max_value=2**63 - 1)  # 0: an entry of that name
