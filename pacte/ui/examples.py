"""What the gallery's components are shown with: data, in French in every language."""

from __future__ import annotations

from django import forms

from pacte.core.days import day_field

LONG = (
    "Accompagner les organismes du territoire dans la formation, l’accueil et le maintien en "
    "emploi des personnes qui en sont le plus éloignées, commune par commune"
)
WORDS = {
    "IDEA": "Idée",
    "PROPOSED": "Proposée",
    "ACCEPTED": "Retenue",
    "TO_START": "À démarrer",
    "IN_PROGRESS": "En cours",
    "DONE": "Réalisée",
    "SUSTAINED": "Pérennisée",
    "PAUSED": "En pause",
    "ABANDONED": "Non poursuivie",
    "LATE": "Échéance passée",
    "WAITING": "En attente de la convention",
    "SILENT": "Sans nouvelles depuis 120 jours",
    "ON_TRACK": "Bien engagée",
    "WATCH": "À surveiller",
    "NEEDS_SUPPORT": "Besoin d’appui",
    "NOT_APPLICABLE": "Sans objet",
}
FACTS = [
    {"label": "Porteur", "value": "MRC de la Rivière-aux-Bouleaux", "url": "#"},
    {"label": "Échéance", "value": "mardi 3 mars, dans 12 jours"},
    {"label": "Budget", "value": ""},
]
HELD = [
    {
        "title": "Dans le plan",
        "items": [
            {"key": "part:1", "label": LONG, "note": "pilote"},
            {"key": "part:2", "label": "Ouvrir un guichet"},
        ],
    },
    {"title": "Ses fonctions", "items": [{"key": "function:1", "label": "Directrice"}]},
]


class ExampleForm(forms.Form):
    title = forms.CharField(label="Titre de l’action", help_text="Une phrase qui dit le résultat.")
    mail = forms.EmailField(label="Courriel", required=False)
    due_on = day_field("Échéance")
    description = forms.CharField(
        label="Description",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-pacte-autosave": "galerie-description"}),
    )
    axis = forms.ChoiceField(
        label="Axe", choices=[("", "Choisir un axe"), ("1", "Connaître"), ("2", "Former")]
    )
    origin = forms.ChoiceField(
        label="Cette action est",
        choices=[("new", "nouvelle"), ("reinforced", "renforcée"), ("existing", "existante")],
        widget=forms.RadioSelect,
    )
    publics = forms.MultipleChoiceField(
        label="Publics",
        required=False,
        help_text="Plusieurs réponses possibles.",
        choices=[
            ("j", "Jeunes de 16 à 29 ans"),
            ("s", "Seniors"),
            ("f", "Familles monoparentales"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    team_only = forms.BooleanField(
        label="Réservé à l’équipe", required=False, help_text="Les membres ne le verront pas."
    )
    proof = forms.FileField(label="Document", required=False)
    locked = forms.CharField(label="Code", initial="ACT-0042", disabled=True, required=False)
