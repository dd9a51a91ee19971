"""Writing a PDF in a process of its own, with an end to its memory and to its time.

A new process, not a copy of this one: the typesetter has threads, which no copy would have.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, BinaryIO

from pacte.documents.writing.errors import TooMuchToLayOut
from pacte.documents.writing.pdf import compiled, prepared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pacte.documents.writing.layout import Output


def write_pdf_apart(
    output: Output,
    target: BinaryIO,
    *,
    memory: int,
    seconds: float,
    font_paths: Sequence[Path] = (),
) -> None:
    """Write what `write_pdf` does, within so many bytes and seconds.

    Raises:
        TooMuchToLayOut: the process did not come to an end within them.
    """
    asked = json.dumps([memory, *prepared(output, font_paths)])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pacte.documents.writing.pdf_apart"],
            input=asked.encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuchToLayOut from error
    if done.returncode:
        raise TooMuchToLayOut
    target.write(done.stdout)


def main() -> None:
    memory, *asked = json.load(sys.stdin.buffer)
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(compiled(*asked))


if __name__ == "__main__":
    main()
