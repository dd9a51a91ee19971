from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from pacte.roadmap.models import Action, Plan, PlanNode


# What a démarche may do without: its name, what goes with it, its addresses.
PARTS = {
    "matrix": (
        _("Tableau croisé"),
        _("la page qui croise deux lectures du plan, et son fichier"),
        "matrix download_matrix",
    ),
    "key_projects": (
        _("Chantiers clés"),
        _("leurs pages, et leurs jalons sur la frise, dans le calendrier et les agendas"),
        (
            "key_projects key_project add_key_project edit_key_project gather_actions"
            " delete_key_project restore_key_project add_milestone edit_milestone reach_milestone"
            " delete_milestone restore_milestone"
        ),
    ),
    "proposals": (
        _("Idées et actions proposées"),
        _("proposer, étudier, et ce qui attend à l’accueil"),
        "proposals propose_action take_proposal refuse_proposal reopen_proposal",
    ),
    "asking": (
        _("Demandes de nouvelles"),
        _("les courriels et leurs liens, les réponses à relire, la liste « À appeler »"),
        (
            "progress_answers accept_answers review_answer settle_handover calls note_call"
            " progress_links ask_progress revoke_link edit_progress_settings"
        ),
    ),
    "feeds": (
        _("Échéances dans les agendas"),
        _("les adresses que lisent Outlook, Google ou Apple : elles ne donnent plus rien"),
        "calendar_feeds make_feed revoke_feed",
    ),
    "externals": (
        _("Démarches extérieures"),
        _("leurs pages, leur colonne, leur filtre, et ce que les actions en disent"),
        (
            "externals add_external external edit_external tell_bonds remove_external"
            " reopen_external"
        ),
    ),
    "frameworks": (
        _("Cadres de référence"),
        _("leurs pages, le tableau d’alignement, la colonne et le filtre « Alignement »"),
        (
            "frameworks add_framework framework edit_framework remove_framework reopen_framework"
            " add_items edit_item remove_item reopen_item alignment_table download_alignment"
        ),
    ),
    "reporting": (
        _("Reporter ailleurs"),
        _("les formulaires des autres, leur remplissage, et ce que les actions en disent"),
        (
            "reporting_forms add_reporting_form reporting_form edit_reporting_form"
            " delete_reporting_form restore_reporting_form add_reporting_field"
            " edit_reporting_field shift_reporting_field delete_reporting_field"
            " restore_reporting_field reporting_table download_reporting report_elsewhere"
            " fill_reporting_form cancel_reporting restore_reporting"
        ),
    ),
}


def address_of_plan(plan: Plan) -> str:
    return reverse("roadmap:plan_table", args=[plan.initiative.slug, plan.slug])


def address_of_node(node: PlanNode) -> str:
    return f"{address_of_plan(node.plan)}?noeud={node.pk}"


def address_of_action(action: Action) -> str:
    return reverse("roadmap:action", args=[action.initiative.slug, action.code])


class RoadmapConfig(AppConfig):
    name = "pacte.roadmap"

    def ready(self) -> None:
        # A registry is filled once the models are there.
        from pacte.core import automations, history, letters, pages, search
        from pacte.initiatives import registry
        from pacte.network import registry as names
        from pacte.roadmap.enums import LINKS
        from pacte.roadmap.models import Action, Plan, PlanNode
        from pacte.roadmap.notifications import KINDS
        from pacte.roadmap.operations.mergers import settle_merger
        from pacte.roadmap.queries.events import EVENT_FIELDS, EVENT_WORDS, EVENTS
        from pacte.roadmap.queries.leaving import is_unit_named_elsewhere
        from pacte.roadmap.queries.searched import SOURCES
        from pacte.roadmap.tasks import make_automations

        history.register(EVENTS, EVENT_FIELDS, EVENT_WORDS)
        for kind in KINDS:
            letters.register(kind)
        for source in SOURCES:
            search.register(source)
        pages.register(Plan, address_of_plan)
        pages.register(PlanNode, address_of_node)
        pages.register(Action, address_of_action)
        for automation in make_automations():
            automations.register(automation)

        registry.register(
            registry.Module(
                name="roadmap",
                label=_("Plan d’action"),
                address=lambda initiative: reverse("roadmap:plans", args=[initiative.slug]),
                position=10,
                is_optional=False,
            )
        )
        for position, (part, (label, goes, screens)) in enumerate(PARTS.items(), 11):
            registry.register(
                registry.Module(
                    name=f"roadmap.{part}",
                    label=label,
                    goes=goes,
                    within="roadmap",
                    position=position,
                    screens=frozenset(f"roadmap:{name}" for name in screens.split()),
                )
            )
        names.register(is_unit_named_elsewhere)
        names.register_links(LINKS, settle_merger)
