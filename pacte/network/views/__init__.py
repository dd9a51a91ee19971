"""Doors of the network, by noun."""

from pacte.network.views.acronyms import acronyms, delete_acronym, save_acronym
from pacte.network.views.communes import (
    ask_communes,
    booklet,
    delete_mandate,
    edit_referent,
    mandates,
    name_referent,
    referents,
    save_mandate,
)
from pacte.network.views.contacts import contacts, delete_contact, save_contact, save_function
from pacte.network.views.deletion import deleted, restore
from pacte.network.views.groups import delete_group, save_group
from pacte.network.views.names import delete_name, merge_organisations, save_name
from pacte.network.views.organisations import (
    add_organisation,
    edit_organisation,
    end_participation,
    organisations,
)
from pacte.network.views.sheets import (
    apply_sheet,
    rejected_lines,
    sheet,
    sheet_to_fill,
    start_sheet,
)
from pacte.network.views.units import delete_unit, end_unit, save_unit

__all__ = [
    "acronyms",
    "add_organisation",
    "apply_sheet",
    "ask_communes",
    "booklet",
    "contacts",
    "delete_acronym",
    "delete_contact",
    "delete_group",
    "delete_mandate",
    "delete_name",
    "delete_unit",
    "deleted",
    "edit_organisation",
    "edit_referent",
    "end_participation",
    "end_unit",
    "mandates",
    "merge_organisations",
    "name_referent",
    "organisations",
    "referents",
    "rejected_lines",
    "restore",
    "save_acronym",
    "save_contact",
    "save_function",
    "save_group",
    "save_mandate",
    "save_name",
    "save_unit",
    "sheet",
    "sheet_to_fill",
    "start_sheet",
]
