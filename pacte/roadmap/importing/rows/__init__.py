"""Rows of tables, made into nodes and actions."""

from pacte.roadmap.importing.rows.readers import RowReaders

__all__ = ["RowReaders"]
