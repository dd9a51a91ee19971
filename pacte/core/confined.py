"""Work done in a process of its own, with an end to its memory and to its time.

What a library does with a hostile file is not known beforehand: inside, it can exhaust nothing but
its own process. On Linux only; elsewhere the work is done in place.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from typing import NoReturn

Result = TypeVar("Result")
Say: TypeAlias = Callable[[object], None]
Hear: TypeAlias = Callable[[object], None]

CAN_CONFINE = sys.platform == "linux"
_LISTEN_SECONDS = 0.2
# The work may notice by itself that its time is over: it then says more than a process killed.
_GRACE_SECONDS = 1.0
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_FIRST_TO_DIE = "800"  # of 1000, for a system that is out of memory
_FORGET_THE_PEAK = "5"  # proc(5): the most that it held, as of now
_HALF = 2


class MemoryExceeded(Exception):
    """The work asked for more memory than it was given."""


class TimeExceeded(Exception):
    """The work took longer than it was given."""


class WorkCrashed(Exception):
    """The process of the work ended in the middle: a library could not bear what it was given."""


class _Born(NamedTuple):
    held: int  # bytes that the process of the work starts with


class _Said(NamedTuple):
    message: object


class _Done(NamedTuple):
    result: object


class _Failed(NamedTuple):
    error: BaseException


def confined(
    work: Callable[[Say], Result],
    *,
    memory: int,
    seconds: float,
    hear: Hear = lambda _message: None,
) -> Result:
    """Give the result of the work, or raise what it raised.

    The work gets a function by which it says how far it is; `hear` is called here with what it
    said, with None from time to time, and may raise to stop it. Inside there is no database.
    `memory` is in bytes, beyond what this process holds already.

    Raises:
        MemoryExceeded, TimeExceeded, WorkCrashed: when nothing came out of it.
    """
    if not CAN_CONFINE:
        return work(hear)
    receiver, sender = Pipe(duplex=False)
    child = os.fork()
    if not child:
        receiver.close()
        _be_the_child(work, sender, memory, seconds)
    sender.close()
    try:
        born = _first_word(receiver)
        outcome = _listen(receiver, time.monotonic() + seconds + _GRACE_SECONDS, hear)
    finally:
        receiver.close()
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status, spent = os.wait4(child, 0)
    if isinstance(outcome, _Done):
        return cast("Result", outcome.result)  # it went through the pipe
    if isinstance(outcome, _Failed):
        if isinstance(outcome.error, MemoryError):
            raise MemoryExceeded from outcome.error
        raise outcome.error
    raise _end(status, used=spent.ru_maxrss * 1024 - born.held, memory=memory)


def _first_word(receiver: Connection) -> _Born:
    try:
        told: _Born = pickle.loads(receiver.recv_bytes())  # noqa: S301 — this program wrote it
    except EOFError:
        raise WorkCrashed from None
    return told


def _listen(receiver: Connection, end: float, hear: Hear) -> _Done | _Failed | None:
    """What came out of the work; None where its process ended without a word."""
    while True:
        if time.monotonic() > end:
            raise TimeExceeded
        if not receiver.poll(_LISTEN_SECONDS):
            hear(None)
            continue
        try:
            # The other end is this program: what it writes is no stranger's.
            told: _Said | _Done | _Failed = pickle.loads(receiver.recv_bytes())  # noqa: S301 — idem
        except EOFError:
            return None
        if isinstance(told, _Said):
            hear(told.message)
        else:
            return told


def _end(status: int, *, used: int, memory: int) -> Exception:
    """Libraries in C abort where memory lacks: how much they held tells it from a mere crash."""
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if ended_by == signal.SIGXCPU:
        return TimeExceeded()
    if ended_by == signal.SIGKILL or used > memory // _HALF:
        return MemoryExceeded()
    return WorkCrashed()


def _be_the_child(
    work: Callable[[Say], object], sender: Connection, memory: int, seconds: float
) -> NoReturn:
    """Never returns, and leaves without closing what the parent still uses."""
    try:
        _forget_what_is_free()
        _send(sender, _Born(_held_by_this_process()))
        _confine_this_process(memory, seconds)
        _send(sender, _outcome(work, lambda message: _send(sender, _Said(message))))
    except BaseException:  # noqa: BLE001 — the parent sees that nothing came
        os._exit(1)
    os._exit(0)


def _outcome(work: Callable[[Say], object], say: Say) -> _Done | _Failed:
    try:
        return _Done(work(say))
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 — raised again by the parent
        return _Failed(error)


def _send(sender: Connection, told: _Born | _Said | _Done | _Failed) -> None:
    sender.send_bytes(pickle.dumps(told, protocol=pickle.HIGHEST_PROTOCOL))


def _confine_this_process(memory: int, seconds: float) -> None:
    import resource

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_DIE)
    _lower(resource.RLIMIT_AS, _pages_of_this_process()[0] * os.sysconf("SC_PAGE_SIZE") + memory)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, int(seconds + _GRACE_SECONDS) + 1)


def _forget_what_is_free() -> None:
    """Without this the work would fill room that the parent had freed, and seem to use none."""
    gc.freeze()
    with suppress(AttributeError):  # glibc's own
        ctypes.CDLL(None).malloc_trim(0)
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text(_FORGET_THE_PEAK)


def _held_by_this_process() -> int:
    return _pages_of_this_process()[1] * os.sysconf("SC_PAGE_SIZE")


def _pages_of_this_process() -> tuple[int, int]:
    """How many are mapped, and how many are in memory."""
    mapped, held, *_ = Path("/proc/self/statm").read_text().split()
    return int(mapped), int(held)


def _lower(limit: int, most: int) -> None:
    import resource

    _, hard = resource.getrlimit(limit)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(limit, (most, hard))
