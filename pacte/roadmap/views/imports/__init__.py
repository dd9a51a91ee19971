"""Doors of an import: the file, the wait, the review, the comparison."""
