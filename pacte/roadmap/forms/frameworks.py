"""Shapes coming in for reference frameworks, and the lines of a paste."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pacte.core.days import day_field
from pacte.roadmap.forms.parts import PartForm, web_address
from pacte.roadmap.models.frameworks import MOST_ITEMS

LONGEST_CODE, LONGEST_TITLE = 40, 500
MOST_SAID = 10  # wrong lines
# « 1.2 », « A-3. », « OS 4.1 »: what opens a line that no tabulation cuts.
OPENING = re.compile(
    r"(?P<code>[^\W\d_]{0,4} ?\d+(?:[.\-]\w+)*)[.)]?\s+(?:[–—:-]\s+)?(?P<title>\S.*)"
)


class FrameworkForm(PartForm):
    name = forms.CharField(label=gettext_lazy("Comment s’appelle ce cadre ?"), max_length=250)
    mark = forms.CharField(
        label=gettext_lazy("Son nom court"),
        max_length=30,
        help_text=gettext_lazy("Il précède chaque ligne : « FSE+ 2.1 Accompagner… »."),
    )
    kept_by = forms.CharField(
        label=gettext_lazy("Quel ministère ou quel financeur le tient ?"), max_length=200
    )
    version = forms.CharField(
        label=gettext_lazy("Version"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Par exemple : 2024-2027."),
    )
    dated_on = day_field(gettext_lazy("En date du"))
    address = web_address(gettext_lazy("Adresse du texte"))

    def clean_mark(self) -> str:
        return " ".join(str(self.cleaned_data["mark"]).split())

    def clean_kept_by(self) -> str:
        return " ".join(str(self.cleaned_data["kept_by"]).split())


class ItemForm(PartForm):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=LONGEST_CODE,
        help_text=gettext_lazy("« 1.2 » se range sous « 1 »."),
    )
    title = forms.CharField(
        label=gettext_lazy("Intitulé"),
        max_length=LONGEST_TITLE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ItemsForm(forms.Form):
    """Lines as a sheet gives them, or as one writes them."""

    lines = forms.CharField(
        label=gettext_lazy("Les lignes du cadre"),
        help_text=gettext_lazy(
            "Une par ligne, le code d’abord : « 1.2 Accompagner les jeunes ». Deux colonnes d’un "
            "tableur se collent telles quelles. Un code déjà là prend le nouvel intitulé."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean_lines(self) -> list[tuple[str, str]]:
        told = enumerate(str(self.cleaned_data["lines"]).splitlines(), 1)
        lines = [(place, *cut(line)) for place, line in told if line.strip()]
        if len(lines) > MOST_ITEMS:
            text = _("%(count)s lignes : un cadre en tient %(most)s au plus.")
            raise forms.ValidationError(text % {"count": len(lines), "most": MOST_ITEMS})
        wrong = list(problems(lines))
        if wrong:
            more = len(wrong) - MOST_SAID
            if more > 0:
                text = ngettext("Et %(count)s autre.", "Et %(count)s autres.", more)
                wrong = [*wrong[:MOST_SAID], text % {"count": more}]
            raise forms.ValidationError([*wrong])
        return [(code, title) for _place, code, title in lines]


def cut(line: str) -> tuple[str, str]:
    """Its code, where it has one, and its title."""
    if "\t" in line:
        cells = [" ".join(cell.split()) for cell in line.split("\t")]
        told = [cell for cell in cells if cell]
        if len(told) == 1:
            return "", told[0]
        return cells[0], " ".join(filter(None, cells[1:]))
    text = " ".join(line.split())
    found = OPENING.fullmatch(text)
    return (found["code"], found["title"]) if found else ("", text)


def problems(lines: list[tuple[int, str, str]]) -> list[str]:
    found = []
    seen: dict[str, int] = {}
    for place, code, title in lines:
        if len(code) > LONGEST_CODE:
            text = _("Ligne %(line)s : le code passe %(most)s signes.")
            found.append(text % {"line": place, "most": LONGEST_CODE})
        if len(title) > LONGEST_TITLE:
            text = _("Ligne %(line)s : l’intitulé passe %(most)s signes.")
            found.append(text % {"line": place, "most": LONGEST_TITLE})
        key = (code or title).casefold()
        if key in seen:
            text = _("Ligne %(line)s : « %(code)s » est déjà à la ligne %(first)s.")
            found.append(text % {"line": place, "code": code or title, "first": seen[key]})
        seen.setdefault(key, place)
    return found
