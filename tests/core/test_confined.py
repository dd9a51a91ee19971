"""What the work in a process apart gives back, and what it cannot do to this one."""

from __future__ import annotations

import mmap
import os
import signal
import time
from pathlib import Path

import pytest

from pacte.core.confined import (
    CAN_CONFINE,
    MemoryExceeded,
    Say,
    TimeExceeded,
    WorkCrashed,
    confined,
)

pytestmark = pytest.mark.skipif(not CAN_CONFINE, reason="only Linux confines a process")

MEGABYTE = 1024 * 1024
MEMORY = 200 * MEGABYTE


def do(work: object, *, seconds: float = 60, **rest: object) -> object:
    return confined(work, memory=MEMORY, seconds=seconds, **rest)  # type: ignore[arg-type]


def test_the_result_comes_back_and_the_work_is_elsewhere() -> None:
    held = []

    found = do(lambda _say: (held.append(1), os.getpid())[1])

    assert isinstance(found, int)
    assert found != os.getpid()
    assert held == []


def test_a_large_result_comes_back_whole() -> None:
    assert do(lambda _say: b"x" * 20 * MEGABYTE) == b"x" * 20 * MEGABYTE


def test_what_the_work_raises_is_raised_here() -> None:
    def work(_say: Say) -> None:
        raise ValueError("number 12")

    with pytest.raises(ValueError, match="number 12"):
        do(work)


def test_what_the_work_says_is_heard_in_order() -> None:
    heard: list[object] = []

    def work(say: Say) -> str:
        for number in range(3):
            say(("row", number))
        return "done"

    assert do(work, hear=heard.append) == "done"
    assert [each for each in heard if each] == [("row", 0), ("row", 1), ("row", 2)]


def test_hearing_may_stop_the_work() -> None:
    started: list[object] = []

    def work(say: Say) -> None:
        say(os.getpid())
        time.sleep(60)

    def hear(message: object) -> None:
        if message is None:
            raise KeyError("stopped")
        started.append(message)

    with pytest.raises(KeyError, match="stopped"):
        do(work, hear=hear)

    (process,) = started
    assert isinstance(process, int)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_work_that_wants_more_memory_is_told_from_others() -> None:
    with pytest.raises(MemoryExceeded):
        do(lambda _say: len(bytearray(2 * MEMORY)))


def test_work_that_takes_longer_is_ended() -> None:
    with pytest.raises(TimeExceeded):
        do(lambda _say: time.sleep(60), seconds=0.1)


def test_work_that_crashes_leaves_this_process_alone() -> None:
    with pytest.raises(WorkCrashed):
        do(lambda _say: os.kill(os.getpid(), signal.SIGSEGV))


def test_a_crash_with_the_memory_nearly_used_up_is_of_memory() -> None:
    """Libraries in C abort where memory lacks."""

    def work(_say: Say) -> None:
        held = b"x" * (MEMORY * 3 // 4)
        os.kill(os.getpid(), signal.SIGABRT if held else signal.SIGTERM)

    with pytest.raises(MemoryExceeded):
        do(work)


def test_what_this_process_had_freed_is_not_the_work_s() -> None:
    """Room that the parent has freed and not given back would be filled unseen."""
    pieces = [b"x" * 600 + bytes(str(number), "ascii") for number in range(MEMORY // 600)]
    last = pieces[-1]
    del pieces

    def work(_say: Say) -> None:
        held = b"x" * (MEMORY * 3 // 4)
        os.kill(os.getpid(), signal.SIGABRT if held else signal.SIGTERM)

    with pytest.raises(MemoryExceeded):
        do(work)
    with pytest.raises(WorkCrashed):
        do(lambda _say: os.kill(os.getpid(), signal.SIGABRT))

    assert last.startswith(b"x")


def test_what_this_process_holds_of_files_counts_for_nothing(tmp_path: Path) -> None:
    """A child is born without the pages of files that its parent has read."""
    path = tmp_path / "map"
    path.write_bytes(bytes(MEMORY))

    def work(_say: Say) -> None:
        held = b"x" * (MEMORY * 3 // 4)
        os.kill(os.getpid(), signal.SIGABRT if held else signal.SIGTERM)

    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert not sum(mapped[:: mmap.PAGESIZE])
        with pytest.raises(MemoryExceeded):
            do(work)
