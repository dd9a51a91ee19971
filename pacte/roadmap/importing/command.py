"""`pacte read`: what is understood of a document, without opening a database."""

from __future__ import annotations

import json
import os
import sys
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext

from pacte.documents.errors import DocumentError, describe
from pacte.documents.reading import Limits
from pacte.documents.reading import read as read_document
from pacte.roadmap.importing.confining import apart
from pacte.roadmap.importing.printing import as_json
from pacte.roadmap.importing.telling import as_text
from pacte.roadmap.importing.understanding import understand

PASTED = "-"


class Exit(IntEnum):
    UNDERSTOOD = 0
    USAGE = 2
    UNREADABLE = 3
    NO_ACTION = 4


class Printed(NamedTuple):
    status: int
    out: str = ""
    err: str = ""


def read_command(file: str, form: str = "json", *, pasted: bytes = b"") -> Printed:
    """Read a file, or a text pasted from one (« - »): the exit status and what is printed."""
    path = Path(file)
    if file != PASTED and not path.is_file():
        return Printed(Exit.USAGE, err=gettext("Il n’y a pas de fichier « %s ».") % file)
    limits = Limits.from_environment(os.environ)
    source = pasted if file == PASTED else path
    name = PASTED if file == PASTED else path.name
    try:
        return apart(lambda _say: _understood(source, name, form, limits), limits=limits)
    except DocumentError as error:
        return Printed(Exit.UNREADABLE, err=describe(error))
    except PermissionError:
        message = gettext("Le fichier « %s » ne peut pas être ouvert : vérifiez ses droits.")
        return Printed(Exit.UNREADABLE, err=message % file)


def _understood(source: Path | bytes, name: str, form: str, limits: Limits) -> Printed:
    content = read_document(source, name=name, limits=limits)
    plan = understand(content, watch=limits.started().check_time)
    out = as_text(plan)
    if form == "json":
        out = json.dumps(as_json(plan), ensure_ascii=False, indent=2)
    if plan.actions:
        return Printed(Exit.UNDERSTOOD, out)
    return Printed(Exit.NO_ACTION, out, gettext("Aucune action n’a été trouvée dans ce document."))


def read(file: str, *, form: str) -> int:
    """Print what `read_command` gives, in UTF-8 whatever the terminal; return its status."""
    pasted = sys.stdin.buffer.read() if file == PASTED else b""
    printed = read_command(file, form, pasted=pasted)
    if printed.out:
        sys.stdout.buffer.write(printed.out.encode() + b"\n")
        sys.stdout.buffer.flush()
    if printed.err:
        sys.stderr.write(printed.err + "\n")
    return printed.status
