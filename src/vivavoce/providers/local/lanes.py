"""The inside of a worker process: requests come in on a pipe, lanes of one thread each do the work, answers go out.

A lane works on one request at a time, most urgent first. Its work is a generator: it yields answers, and `None` wherever it
may be stopped, so that a cancelled request ends soon. The process ends by itself when its parent is gone.
"""

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from vivavoce.providers.local.wire import HEAD, Frame, WireError, parse, sizes

type Work = Callable[[Frame], Iterator[Frame | None]]
type Load = Callable[[Mapping[str, Any]], Work]
"""Loads a model as the header of its "load" request describes it, and returns what works with it."""

_EXPECTED = (RuntimeError, ValueError, OSError, ImportError)
"""What model libraries raise for bad input or files. Anything else is a bug and ends the process, loudly."""


@dataclass(order=True, slots=True)
class _Job:
    urgency: int
    id: int
    frame: Frame = field(compare=False)
    cancelled: threading.Event = field(compare=False, default_factory=threading.Event)


class Lane:
    """One thread with one model."""

    def __init__(self, load: Load, *, nice: int = 0) -> None:
        self._load = load
        self._nice = nice
        self._work: Work | None = None
        self._why_not = "it was never loaded"
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()

    def put(self, job: _Job) -> None:
        self._jobs.put(job)

    def run(self, answer: Callable[[_Job, Frame], None]) -> None:
        """Work through the jobs for as long as the process lives."""
        if self._nice and hasattr(os, "setpriority"):
            # On Linux this concerns the calling thread and those it starts, which is what we want.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), self._nice)
        while True:
            job = self._jobs.get()
            if job.cancelled.is_set():
                continue
            try:
                self._do(job, answer)
            except _EXPECTED as error:
                answer(job, Frame(header={"error": f"{type(error).__name__}: {error}"}))

    def _do(self, job: _Job, answer: Callable[[_Job, Frame], None]) -> None:
        if job.frame.header["op"] == "load":
            self._work = self._loaded(job.frame.header)
        elif self._work is None:
            raise RuntimeError(self._why_not)
        else:
            for piece in self._work(job.frame):
                if job.cancelled.is_set():
                    return
                if piece is not None:
                    answer(job, piece)
        answer(job, Frame(header={"done": True}))

    def _loaded(self, header: Mapping[str, Any]) -> Work:
        try:
            return self._load(header)
        except _EXPECTED as error:
            self._why_not = f"its model could not be loaded: {error}"
            raise


class _Post:
    """The way out, shared by all lanes."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def send(self, job: _Job, frame: Frame) -> None:
        data = Frame(header={"id": job.id, **frame.header}, body=frame.body).encode()
        try:
            with self._lock:
                self._pipe.write(data)
                self._pipe.flush()
        except OSError:
            os._exit(0)  # the parent is gone


def serve(lanes: Mapping[str, Lane]) -> None:
    """Serve the parent until it closes the pipe. Call from the main thread of a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the pipe
    requests, answers = _claim_pipes()
    post = _Post(answers)
    threading.excepthook = _end_loudly
    for name, lane in lanes.items():
        threading.Thread(target=lane.run, args=(post.send,), name=name, daemon=True).start()
    jobs: dict[int, _Job] = {}
    while (frame := _read(requests)) is not None:
        _dispatch(frame, lanes, jobs)
    os._exit(0)  # at once: nobody is left to wait for a lane


def _dispatch(frame: Frame, lanes: Mapping[str, Lane], jobs: dict[int, _Job]) -> None:
    """Hand a request to its lane, or cancel one; `jobs` remembers the latest so that they can be cancelled."""
    if "cancel" in frame.header:
        if job := jobs.pop(frame.header["cancel"], None):
            job.cancelled.set()
        return
    job = _Job(urgency=frame.header.get("urgency", 0), id=frame.header["id"], frame=frame)
    jobs[job.id] = job
    if len(jobs) > 1024:
        del jobs[next(iter(jobs))]
    lanes[frame.header["lane"]].put(job)


def _claim_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout for frames; what libraries print goes to stderr instead."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return requests, answers


def _read(pipe: BinaryIO) -> Frame | None:
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    header_bytes, body_bytes = sizes(head)
    header, body = pipe.read(header_bytes), pipe.read(body_bytes)
    if len(header) < header_bytes or len(body) < body_bytes:
        raise WireError("the pipe ended within a frame")
    return parse(header, body)


def _end_loudly(args: threading.ExceptHookArgs) -> None:
    sys.excepthook(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    os._exit(70)
