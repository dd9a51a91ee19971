"""Writing office documents from a neutral description: see `layout`."""

from pacte.documents.writing.delimited import write_csv
from pacte.documents.writing.ods import write_ods
from pacte.documents.writing.pdf import write_pdf
from pacte.documents.writing.word import write_docx
from pacte.documents.writing.xlsx import write_xlsx

__all__ = ["write_csv", "write_docx", "write_ods", "write_pdf", "write_xlsx"]
