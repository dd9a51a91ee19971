"""Documents that mix apps: four pages for whoever arrives, an organisation's part of the plan."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pacte.core.days import said_day
from pacte.documents.writing.layout import (
    Block,
    Bullets,
    Cell,
    Column,
    Grid,
    Heading,
    Item,
    PageBreak,
    Paragraph,
    Row,
)
from pacte.initiatives import registry
from pacte.initiatives.exports import MadeFile, letterhead, paged_file
from pacte.initiatives.models import Membership
from pacte.network.models import ElectedMandate, Group
from pacte.network.queries import coverage_of, people_by_organisation
from pacte.portal.queries import part_of_the_plan, people_of
from pacte.roadmap.enums import UNENDED
from pacte.roadmap.exports import take_snapshot
from pacte.roadmap.exports.overview import overview_page
from pacte.roadmap.exports.wording import text_of
from pacte.roadmap.models import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.accounts.models import User
    from pacte.initiatives.exports import Letterhead
    from pacte.initiatives.models import Initiative
    from pacte.network.models import Organisation
    from pacte.roadmap.exports.snapshot import Snapshot
    from pacte.roadmap.models import Responsibility
    from pacte.roadmap.queries.cells import TableRow

# What a page holds: a file that one reads on the way to a first meeting.
MOST_MEMBERS, MOST_GROUPS, MOST_MANDATES = 14, 6, 8
MOST_DUE, MOST_CALLED = 18, 22
SOON = dt.timedelta(days=90)


def arrival_file(initiative: Initiative, user: User, *, at: dt.datetime) -> MadeFile:
    """Who is who, the plan on a page, what is due, whom to call: what every member may read."""
    today = initiative.today(at)
    head = letterhead(initiative, at=at, has_team_only=False)
    plan = Plan.objects.visible_to(user).filter(initiative=initiative, shared_at__isnull=False)
    found = plan.order_by("-shared_at", "pk").first()
    snapshot = take_snapshot(found, user, at=at, with_team_only=False) if found else None
    blocks: list[Block] = [
        *who_is_who(initiative, today),
        PageBreak(),
        *plan_on_a_page(snapshot, head),
        PageBreak(),
        *what_is_due(snapshot, today),
        PageBreak(),
        *whom_to_call(initiative, today),
    ]
    output = head.document(initiative.name, _("Dossier d’arrivée"), blocks)
    return paged_file(initiative, output, stem=f"arrivee-{today:%Y-%m-%d}", ending="pdf")


def who_is_who(initiative: Initiative, today: dt.date) -> list[Block]:
    members = (
        Membership.objects.current(today)
        .filter(initiative=initiative)
        .select_related("user")
        .order_by("pk")
    )
    rows = [(str(one.user), one.title, one.get_role_display()) for one in members[:MOST_MEMBERS]]
    names = (_("Personne"), _("Ce qu’elle fait"), _("Rôle"))
    blocks: list[Block] = [Heading(_("Qui est qui")), table(names, rows, _("Équipe et membres"))]
    mandates = (
        ElectedMandate.objects.current(today)
        .filter(contact__initiative=initiative, contact__deleted_at=None)
        .select_related("contact", "territory")
        .order_by("pk")
    )
    if not registry.is_on("network.mandates", initiative):
        mandates = mandates.none()
    if elected := [Item(f"{one.contact}, {one}") for one in mandates[:MOST_MANDATES]]:
        blocks += [Heading(_("Élues et élus"), 2), Bullets(tuple(elected))]
    groups = Group.objects.present().filter(initiative=initiative).order_by("pk")
    if told := [Item(group.name) for group in groups[:MOST_GROUPS]]:
        blocks += [Heading(_("Comités et groupes"), 2), Bullets(tuple(told))]
    return blocks


def plan_on_a_page(snapshot: Snapshot | None, head: Letterhead) -> list[Block]:
    if snapshot is None:
        return [Heading(_("Le plan")), Paragraph(_("Aucun plan n’est encore partagé."))]
    return [Heading(snapshot.plan.title), *overview_page(snapshot, head).blocks]


def what_is_due(snapshot: Snapshot | None, today: dt.date) -> list[Block]:
    """What is past its date, then what is due within ninety days, the earliest first."""
    rows = snapshot.table.rows if snapshot else ()
    due = [row for row in rows if row.is_late or is_soon(row, today)]
    due.sort(key=lambda row: (not row.is_late, row.action.due_on or today, row.action.position))
    blocks: list[Block] = [Heading(_("Ce qui est à faire bientôt"))]
    if not due:
        return [*blocks, Paragraph(_("Rien n’est attendu dans les 90 jours."))]
    told = [
        (
            str(row.action),
            text_of(row, "leads"),
            _("Échéance passée") if row.is_late else said_day(row.action.due_on or today),
        )
        for row in due[:MOST_DUE]
    ]
    names = (_("Action"), _("Responsable"), _("Échéance"))
    blocks.append(table(names, told, _("Ce qui est à faire bientôt")))
    if len(due) > MOST_DUE:
        more = _("Et %(count)s autres, dans le tableau du plan.") % {"count": len(due) - MOST_DUE}
        blocks.append(Paragraph(more))
    return blocks


def is_soon(row: TableRow, today: dt.date) -> bool:
    day = row.action.due_on
    return (
        row.action.status in UNENDED
        and not row.hidden & {"schedule", "status"}
        and day is not None
        and today <= day <= today + SOON
    )


def whom_to_call(initiative: Initiative, today: dt.date) -> list[Block]:
    """One person in each organisation: the one who answers for it, else the first."""
    rows = [
        (
            organisation.name,
            f"{functions[0].contact.name}\n{functions[0].title}",
            functions[0].contact.phone or functions[0].contact.email,
        )
        for organisation, functions in people_by_organisation(initiative, on=today)[:MOST_CALLED]
    ]
    names = (_("Organisme"), _("Personne"), _("La joindre"))
    coverage = coverage_of(initiative, today=today)
    blocks: list[Block] = [Heading(_("Qui appeler")), table(names, rows, _("Qui appeler"))]
    if coverage.total and registry.is_on("network.referents", initiative):
        told = _("%(covered)s communes sur %(total)s ont quelqu’un : voir le carnet.")
        values = {"covered": coverage.covered, "total": coverage.total}
        blocks.append(Paragraph(told % values))
    return blocks


def table(names: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> Grid:
    heads = (Column(name, 40 if not at else 26, heads_rows=not at) for at, name in enumerate(names))
    lines = (Row(tuple(map(Cell, row))) for row in rows)
    return Grid(tuple(heads), tuple(lines), caption=caption)


PAGED = ("pdf", "docx")


def organisation_sheet(
    initiative: Initiative, organisation: Organisation, user: User, ending: str, *, at: dt.datetime
) -> MadeFile:
    """Who does what: what it leads, helps and funds, and whom one calls there."""
    today = initiative.today(at)
    roles = part_of_the_plan(initiative, organisation, user, for_everyone=True)
    names = (_("Action"), _("Sa réponse"), _("Échéance"))
    blocks: list[Block] = []
    for role, parts in roles:
        rows = [
            (str(part.responsibility.action), answer_of(part.responsibility), part.schedule)
            for part in parts
        ]
        blocks += [Heading(role), table(names, rows, role)]
    if not roles:
        blocks.append(Paragraph(_("Le plan ne la nomme pas encore.")))
    if people := people_of(initiative, organisation, user, on=today):
        told = [(str(one.contact), one.title, one.contact.phone) for one in people]
        heads = (_("Personne"), _("Fonction"), _("Téléphone"))
        blocks += [Heading(_("Qui appeler")), table(heads, told, _("Qui appeler"))]
    head = letterhead(initiative, at=at, has_team_only=False)
    output = head.document(organisation.name, _("Qui fait quoi dans le plan"), blocks)
    stem = f"{organisation.slug}-{today:%Y-%m-%d}"
    return paged_file(initiative, output, stem=stem, ending=ending)


def answer_of(row: Responsibility) -> str:
    """Whether it said yes, and through which of its services or groups."""
    through = row.unit or row.group
    state = row.get_state_display()
    return f"{state}, {through.label}" if through else state
