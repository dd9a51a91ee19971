"""Laying the demonstration, with what the apps below offer.

Everything an app has an operation for goes through it, at the date it is said to have happened and
by whom: the history that a visitor reads is then the one that such a life of the plan would have
left. What no operation makes (territories without an official code, what a country’s reference data
would bring) is written here.
"""

from pacte.portal.operations.demonstration.laying import load_demonstration

__all__ = ["load_demonstration"]
