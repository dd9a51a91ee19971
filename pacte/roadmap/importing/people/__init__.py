"""Who leads and who takes part: cells of names split into names."""

from pacte.roadmap.importing.people.cells import People, Role, known_names, understand_people
from pacte.roadmap.importing.people.names import name_key

__all__ = ["People", "Role", "known_names", "name_key", "understand_people"]
