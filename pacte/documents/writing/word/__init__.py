"""Writing a Word document, alone or into a territory's own template."""

from pacte.documents.writing.word.document import check_template, write_docx

__all__ = ["check_template", "write_docx"]
