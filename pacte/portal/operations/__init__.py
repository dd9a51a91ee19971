"""What the portal does itself: handing over, an example, the installation, the demonstration."""

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
