"""Rearranging a plan without losing a code, a word or a link; each is foreseen and undone."""

from pacte.roadmap.operations.restructuring.merging import merge_actions
from pacte.roadmap.operations.restructuring.undoing import foresee, undo_restructuring

__all__ = ["foresee", "merge_actions", "undo_restructuring"]
