"""Asking who leads an action where it stands: links, letters, reminders, and when it ends."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef

from pacte.core import audit, letters
from pacte.core.models import MessageStatus
from pacte.initiatives.queries import deputies_of
from pacte.roadmap.enums import RequestEnd
from pacte.roadmap.errors import LinkClosed
from pacte.roadmap.models import Action, ProgressLink, ProgressRequest, ProgressSettings
from pacte.roadmap.models.asking import print_of
from pacte.roadmap.notifications import ASKING
from pacte.roadmap.queries.asked import ToAsk

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Delegation, Initiative
    from pacte.network.models import Contact

ARRIVED = (MessageStatus.SENT, MessageStatus.PRINTED)
LIVES_FOR = dt.timedelta(days=90)


@transaction.atomic
def ask_progress(
    *, initiative: Initiative, wanted: Sequence[ToAsk], by: Actor, at: dt.datetime
) -> list[ProgressLink]:
    """Ask each person about her actions: one letter, one link.

    The caller gives what `queries.asked.to_ask` found: asked again at once, it finds nobody.
    """
    deputies = deputies_of(initiative, at)
    links = [new_link(initiative, one.contact, deputies, at) for one in wanted]
    ProgressLink.objects.bulk_create(links, batch_size=200)
    requests = [
        ProgressRequest(link=link, action=action, asked_at=at)
        for link, one in zip(links, wanted, strict=True)
        for action in one.actions
    ]
    ProgressRequest.objects.bulk_create(requests, batch_size=200)
    send_links(initiative, links, "asked", at=at)
    audit.record_many(
        audit.entry(
            "roadmap.progress.asked",
            target=request.action,
            by=by,
            at=at,
            space=initiative.audit_space,
        )
        for request in requests
    )
    return links


def new_link(
    initiative: Initiative, contact: Contact, deputies: Mapping[str, Delegation], at: dt.datetime
) -> ProgressLink:
    return keyed(ProgressLink(initiative=initiative, contact=contact, made_at=at), deputies, at)


def keyed(link: ProgressLink, deputies: Mapping[str, Delegation], at: dt.datetime) -> ProgressLink:
    """Give the link a secret of its own, for ninety days; the one before no longer opens it.

    While she is away it goes to who stands in, and ends with the absence.
    """
    # renewed, it goes where it went, or back to her once nobody stands in
    hers = link.address if link.pk and link.delegation_id is None else link.contact.email
    delegation = deputies.get(hers.lower())
    link.delegation = delegation
    link.address = delegation.deputy.email if delegation else hers
    link.nonce = secrets.token_hex(16)
    link.secret_sha256 = print_of(link.secret)
    link.expires_at = at + LIVES_FOR
    if delegation:
        link.expires_at = min(link.expires_at, delegation.ends_at)
    return link


def send_links(
    initiative: Initiative, links: Iterable[ProgressLink], why: str, *, at: dt.datetime
) -> None:
    """Put a letter in the outbox for each link; `why` is asked, reminded or renewed."""
    recipients = [
        letters.Recipient(
            name=link.reader,
            address=link.address,
            once=f"{why} {link.pk} {at:%Y-%m-%d}",
            about={"link": link.pk, "why": why},
        )
        for link in links
    ]
    by_link = {
        message.about["link"]: message
        for message in letters.compose(ASKING, recipients, space=initiative.audit_space, at=at)
    }
    through = ProgressLink.messages.through
    through.objects.bulk_create(
        [through(progresslink_id=key, message_id=message.pk) for key, message in by_link.items()],
        batch_size=200,
    )


@transaction.atomic
def remind_progress(*, initiative: Initiative, after: dt.timedelta, at: dt.datetime) -> int:
    """Ask once more those who have not answered; return how many letters that makes.

    What did not leave, or came back, is not asked again: she is called instead.
    """
    unanswered = (
        ProgressLink.objects.open(at)
        .filter(
            Exists(ProgressRequest.objects.open().filter(link=OuterRef("pk"), reminded_at=None))
        )
        .filter(
            Exists(
                ProgressLink.messages.through.objects.filter(
                    progresslink=OuterRef("pk"),
                    message__status__in=ARRIVED,
                    message__ended_at__lte=at - after,
                )
            )
        )
        .filter(initiative=initiative)
        .select_related("contact", "delegation__deputy", "delegation__absent")
    )
    links = [link for link in unanswered if link.is_open(at)]
    asked = ProgressRequest.objects.open().filter(link__in=links, reminded_at=None)
    asked.update(reminded_at=at)
    send_links(initiative, links, "reminded", at=at)
    return len(links)


@transaction.atomic
def renew_link(*, link: ProgressLink, at: dt.datetime) -> ProgressLink:
    """Send a fresh link to the same address: to nobody else, whoever asks; once a day at most.

    Raise LinkClosed where the team closed it.
    """
    link = ProgressLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.revoked_at is not None:
        raise LinkClosed
    if link.messages.filter(about__why="renewed", composed_at__gte=at - dt.timedelta(days=1)):
        return link
    keyed(link, deputies_of(link.initiative, at), at).save(
        update_fields=["nonce", "secret_sha256", "expires_at", "address", "delegation"]
    )
    send_links(link.initiative, [link], "renewed", at=at)
    return link


@transaction.atomic
def revoke_link(*, link: ProgressLink, by: Actor, at: dt.datetime) -> ProgressLink:
    """Close the door; what was asked through it is asked no more."""
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    link.requests.open().update(end=RequestEnd.WITHDRAWN, ended_at=at)
    audit.record("roadmap.progress_link.revoked", target=link, by=by, at=at)
    return link


@transaction.atomic
def edit_progress_settings(
    *,
    initiative: Initiative,
    asker: User | None,
    phone: str,
    takes_at_once: bool,
    by: Actor,
    at: dt.datetime,
) -> ProgressSettings:
    """Say who signs the letters, and whether an answer is taken without being reviewed."""
    row, _ = ProgressSettings.objects.get_or_create(initiative=initiative)
    before = [row.asker_id, row.phone, row.takes_at_once]
    row.asker, row.phone, row.takes_at_once = asker, phone.strip(), takes_at_once
    row.save(update_fields=["asker", "phone", "takes_at_once"])
    after = [row.asker_id, row.phone, row.takes_at_once]
    names = ("asker", "phone", "takes_at_once")
    changes = {
        name: [was, now]
        for name, was, now in zip(names, before, after, strict=True)
        if was != now and name != "phone"
    }
    audit.record("roadmap.progress_settings.edited", target=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def mark_to_clarify(*, initiative: Initiative, after: dt.timedelta, at: dt.datetime) -> int:
    """Mark for the next meeting what nobody answered about for so long since the reminder."""
    unanswered = ProgressRequest.objects.open().filter(
        link__initiative=initiative, reminded_at__lte=at - after
    )
    actions = Action.objects.present().open_or_without_status()
    silent = actions.filter(pk__in=unanswered.values("action"), to_clarify_since=None)
    return silent.update(to_clarify_since=at.date())
