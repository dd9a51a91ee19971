"""What people do in an initiative: the only place that writes it."""

from pacte.initiatives.operations.absences import delegate, end_delegation
from pacte.initiatives.operations.invitations import (
    INVITATION_LIVES,
    accept_invitation,
    invite,
    open_invitation,
    renew_invitation,
    revoke_invitation,
)
from pacte.initiatives.operations.lists import (
    add_listed,
    edit_listed,
    remove_listed,
    reopen_listed,
    start_lists,
)
from pacte.initiatives.operations.opening import (
    Opened,
    add_lead,
    create_initiative,
    invite_lead,
    open_initiative,
    set_territory,
)
from pacte.initiatives.operations.people import (
    add_member,
    edit_membership,
    end_membership,
    mark_seen,
    restore_membership,
)
from pacte.initiatives.operations.settings import (
    SETTINGS,
    add_logo,
    edit_settings,
    note_sample,
    remove_logo,
    set_word_template,
)
from pacte.initiatives.operations.week import tell_team

__all__ = [
    "INVITATION_LIVES",
    "SETTINGS",
    "Opened",
    "accept_invitation",
    "add_lead",
    "add_listed",
    "add_logo",
    "add_member",
    "create_initiative",
    "delegate",
    "edit_listed",
    "edit_membership",
    "edit_settings",
    "end_delegation",
    "end_membership",
    "invite",
    "invite_lead",
    "mark_seen",
    "note_sample",
    "open_initiative",
    "open_invitation",
    "remove_listed",
    "remove_logo",
    "renew_invitation",
    "reopen_listed",
    "restore_membership",
    "revoke_invitation",
    "set_territory",
    "set_word_template",
    "start_lists",
    "tell_team",
]
