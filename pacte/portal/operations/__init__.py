"""What the portal does itself: laying the demonstration, with what the apps below offer.

Everything an app has an operation for goes through it, at the date it is said to have happened and
by whom: the history that a visitor reads is then the one that such a life of the plan would have
left. What no operation makes (territories without an official code, what a country’s reference data
would bring) is written here.
"""

from pacte.portal.operations.administration import abandon_job, ask_backup, retry_job
from pacte.portal.operations.demonstration import load_demonstration
from pacte.portal.operations.leaving import hand_over_all, hand_over_unit
from pacte.portal.operations.sample import add_sample, remove_sample

__all__ = [
    "abandon_job",
    "add_sample",
    "ask_backup",
    "hand_over_all",
    "hand_over_unit",
    "load_demonstration",
    "remove_sample",
    "retry_job",
]
