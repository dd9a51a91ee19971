"""What a document says of an action's state or priority."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.importing.doubts import DoubtCode, Question
from pacte.roadmap.importing.vocabulary.forms import plain


@dataclass(frozen=True, slots=True)
class StatusRead:
    text: str
    value: ActionStatus | None
    questions: tuple[Question, ...] = ()


_SIGNS = {
    **dict.fromkeys("✓✔☑✅🏁", ActionStatus.DONE),
    **dict.fromkeys("⏳🔄▶🚧🕐⌛", ActionStatus.IN_PROGRESS),
    **dict.fromkeys("✗✘❌🚫", ActionStatus.ABANDONED),
    **dict.fromkeys("⏸🛑", ActionStatus.PAUSED),
    **dict.fromkeys("☐🆕", ActionStatus.TO_START),
    **dict.fromkeys("💡", ActionStatus.IDEA),
}
_ANSWERS = {
    **dict.fromkeys(("oui", "o", "yes", "y", "x", "ok"), ActionStatus.DONE),
    **dict.fromkeys(("non", "n", "no"), ActionStatus.TO_START),
}
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?) ?(?:%|p\. ?100|pour ?cent)")
_NOT_SAID = re.compile(
    r"[-–—/.\s]*|n/?a|n\.?d\.?|s/?o|sans objet|non applicable|non renseigne|inconnu"
)
_FINISHED = 100.0
_PRIORITY = re.compile(
    r"(?:tres )?(?:haute?|elevee?|forte?|moyen(?:ne)?|basse?|faible|normale?|urgente?|critique|"
    r"majeure?|mineure?|prioritaire|non prioritaire|secondaire|essentiel(?:le)?|high|medium|low|"
    r"urgent|critical)(?: priorite)?|(?:priorite |p ?|rang |niveau )?[1-5](?:/[1-5])?|[*+★]{1,5}|"
    r"[abc]|[+-]{1,3}"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[ActionStatus, re.Pattern[str]], ...]:
    with (Path(__file__).parent / "statuses.toml").open("rb") as file:
        known: dict[str, list[str]] = tomllib.load(file)
    return tuple(
        (ActionStatus(name), re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)"))
        for name, forms in known.items()
    )


@lru_cache(maxsize=8192)
def understand_status(text: str, percent: float | None = None) -> StatusRead:
    """`percent` is what a cell of numbers holds: 0.6 or 60 for « 60 % »."""
    if percent is not None:
        return StatusRead(text, _of_percent(percent * 100 if 0 < percent <= 1 else percent))
    if "\n" in text and (several := _of_lines(text)) is not None:
        return several
    words = " ".join(re.sub(r"[’']", " ", plain(text)).split())
    if _NOT_SAID.fullmatch(words):
        return StatusRead(text, None)
    sign = next((_SIGNS[letter] for letter in text if letter in _SIGNS), None)
    found = sign or _of_words(words)
    percent_said = _PERCENT.search(words)
    # « Réalisé à 50 % » is not done.
    if percent_said and found in {None, ActionStatus.DONE, ActionStatus.IN_PROGRESS}:
        return StatusRead(text, _of_percent(float(percent_said[1].replace(",", "."))))
    if found is not None:
        return StatusRead(text, found)
    question = Question(DoubtCode.STATUS_UNKNOWN, text, "", tuple(ActionStatus))
    return StatusRead(text, None, (question,))


def _of_lines(text: str) -> StatusRead | None:
    """Each line says the state of a part: « 100 % », « 50 % », « 0 % »."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not all(_PERCENT.fullmatch(plain(line)) or is_status(line) for line in lines):
        return None
    values = {understand_status(line).value for line in lines}
    if len(values) == 1:
        return StatusRead(text, values.pop())
    begun = values & {
        ActionStatus.DONE,
        ActionStatus.SUSTAINED,
        ActionStatus.IN_PROGRESS,
        ActionStatus.PAUSED,
    }
    return StatusRead(text, ActionStatus.IN_PROGRESS if begun else ActionStatus.TO_START)


def _of_percent(percent: float) -> ActionStatus:
    if percent <= 0:
        return ActionStatus.TO_START
    return ActionStatus.DONE if percent >= _FINISHED else ActionStatus.IN_PROGRESS


def _of_words(words: str) -> ActionStatus | None:
    """The state that the words say at once, else the first one that they hold."""
    if words in _ANSWERS:
        return _ANSWERS[words]
    found = [
        (match.end() - match.start() == len(words), -match.start(), match.end(), status)
        for status, pattern in _patterns()
        if (match := pattern.search(words)) is not None
    ]
    if not found:
        return None
    return max(found, key=lambda each: each[:3])[3]


@lru_cache(maxsize=2048)
def is_status(text: str) -> bool:
    """Whether a short text says a state and nothing else."""
    words = " ".join(re.sub(r"[’']", " ", plain(text)).split()).strip(" .")
    if len(words) < 3:  # noqa: PLR2004 — « ok », « o », « n » say little by themselves
        return text.strip() in _SIGNS
    return any(pattern.fullmatch(words) for _status, pattern in _patterns())


@lru_cache(maxsize=2048)
def is_priority(text: str) -> bool:
    """Whether a short text says a priority: « Haute », « P1 », « 2 »."""
    return _PRIORITY.fullmatch(plain(text).strip(" .")) is not None
