"""Rearranging a plan without losing a code, a word or a link; each is foreseen and undone."""

from pacte.roadmap.operations.restructuring.merging import merge_actions
from pacte.roadmap.operations.restructuring.parts_of_plan import (
    NewPart,
    group_actions,
    merge_nodes,
    move_part,
    place_action,
    split_node,
)
from pacte.roadmap.operations.restructuring.splitting import GIVEN, split_action
from pacte.roadmap.operations.restructuring.undoing import foresee, undo_restructuring

__all__ = [
    "GIVEN",
    "NewPart",
    "foresee",
    "group_actions",
    "merge_actions",
    "merge_nodes",
    "move_part",
    "place_action",
    "split_action",
    "split_node",
    "undo_restructuring",
]
