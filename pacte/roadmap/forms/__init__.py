"""Shapes coming in to the roadmap: filters, cells, plans."""
