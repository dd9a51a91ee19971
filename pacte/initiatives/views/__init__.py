"""Doors of an initiative, by noun."""

from pacte.initiatives.views.absences import absence, end_absence
from pacte.initiatives.views.invitations import (
    accept_invitation,
    enter_code,
    invitation_made,
    invite,
    renew_invitation,
    revoke_invitation,
)
from pacte.initiatives.views.members import (
    edit_membership,
    end_membership,
    members,
    restore_membership,
)
from pacte.initiatives.views.settings import (
    add_logo,
    edit_settings,
    remove_logo,
    set_word_template,
    show_logo,
)

__all__ = [
    "absence",
    "accept_invitation",
    "add_logo",
    "edit_membership",
    "edit_settings",
    "end_absence",
    "end_membership",
    "enter_code",
    "invitation_made",
    "invite",
    "members",
    "remove_logo",
    "renew_invitation",
    "restore_membership",
    "revoke_invitation",
    "set_word_template",
    "show_logo",
]
