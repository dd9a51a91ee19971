"""Adding and changing organisations, units, groups, contacts and acronyms."""

from pacte.network.operations.acronyms import save_acronym
from pacte.network.operations.communes import (
    Naming,
    ask_communes,
    delete_mandate,
    edit_referent,
    name_referent,
    save_mandate,
)
from pacte.network.operations.contacts import Function, save_contact, save_function
from pacte.network.operations.deletion import Deletable, delete_row, restore_row
from pacte.network.operations.directory import NewName
from pacte.network.operations.groups import add_groups, save_group
from pacte.network.operations.leaving import Taken, hand_over_directory
from pacte.network.operations.merging import merge_organisations
from pacte.network.operations.naming import NameHeld, delete_name, save_name
from pacte.network.operations.organisations import (
    IDENTITY,
    add_organisation,
    add_organisations,
    add_participations,
    edit_organisation,
)
from pacte.network.operations.sheets import (
    apply_sheet,
    ask_sheet,
    keep_lines,
    refuse_sheet,
    start_sheet,
)
from pacte.network.operations.units import Change, end_unit, move_functions, save_unit

__all__ = [
    "IDENTITY",
    "Change",
    "Deletable",
    "Function",
    "NameHeld",
    "Naming",
    "NewName",
    "Taken",
    "add_groups",
    "add_organisation",
    "add_organisations",
    "add_participations",
    "apply_sheet",
    "ask_communes",
    "ask_sheet",
    "delete_mandate",
    "delete_name",
    "delete_row",
    "edit_organisation",
    "edit_referent",
    "end_unit",
    "hand_over_directory",
    "keep_lines",
    "merge_organisations",
    "move_functions",
    "name_referent",
    "refuse_sheet",
    "restore_row",
    "save_acronym",
    "save_contact",
    "save_function",
    "save_group",
    "save_mandate",
    "save_name",
    "save_unit",
    "start_sheet",
]
