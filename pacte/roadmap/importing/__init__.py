"""Understanding a document as a plan: pure Python, without database or models."""

from pacte.roadmap.importing.choices import Choices
from pacte.roadmap.importing.plan import ReadPlan
from pacte.roadmap.importing.printing import as_json
from pacte.roadmap.importing.telling import as_text
from pacte.roadmap.importing.understanding import understand

__all__ = ["Choices", "ReadPlan", "as_json", "as_text", "understand"]
