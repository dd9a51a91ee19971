"""Doors of the roadmap: the table and its cells, plans, actions, imports."""
