"""One child process and its watch: a request out, an answer back, or an end in time."""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

ANSWER_LIMIT = 512 << 20
PIPE_SIZE = 1 << 16
_ROOT = Path(__file__).resolve().parent.parent


class Child:
    """A running child. ``late`` says it was ended because an answer took too long.

    A thread looks at the clock now and then instead of a timer a file: starting a timer costs as
    much as reading a small workbook.
    """

    def __init__(self, command: Sequence[str] | None = None) -> None:
        # The child finds this very package, wherever it is installed, and nothing in the folder
        # the clerk happens to be in (-P).
        paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(
            command or (sys.executable, "-P", "-m", "importers.child"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=PIPE_SIZE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.late = False
        self._sent = self._received = 0
        self._deadline: float | None = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._watch: threading.Thread | None = None

    @property
    def fit(self) -> bool:
        """Whether it can be sent another file: it runs, or what it was sent tells that it ended."""
        return self._sent > self._received or (self._process.poll() is None and not self.late)

    def send(self, data: bytes, limit: float, passwords: bytes = b"") -> int:
        """Hand over one file, and a JSON list of passwords for it; returns the request's number.

        A child that does not take it within ``limit`` seconds is ended.
        """
        self._within(limit)
        self._sent += 1
        # A child that is gone is noticed when its answer is asked for.
        with contextlib.suppress(OSError):
            requests = self._process.stdin
            if requests is not None:
                # In one piece: a child woken by the lengths alone would only wait again.
                lengths = struct.pack(">II", len(passwords), len(data))
                requests.write(lengths + passwords + data)
                requests.flush()
        self._within(None)
        return self._sent

    def receive(self, number: int, limit: float) -> bytes | None:
        """The answer, or ``None`` when the child ended, or was ended after ``limit`` seconds.

        Answers come in the order of requests. Raises ``RuntimeError`` when another one is due:
        a file must never be given what another one says.
        """
        self._received += 1
        if number != self._received:
            raise RuntimeError(f"request {self._received} is due, not {number}")
        self._within(limit)
        answers = self._process.stdout
        answer: bytes | None = None
        if answers is not None:
            head = answers.read(4)
            length = struct.unpack(">I", head)[0] if len(head) == 4 else ANSWER_LIMIT + 1
            if length <= ANSWER_LIMIT:
                body = answers.read(length)
                answer = body if len(body) == length else None
        self._within(None)
        return None if self.late else answer

    def close(self) -> None:
        """End the process and its watch."""
        self._ended.set()
        self._process.kill()
        self._process.wait()
        if self._watch is not None:
            self._watch.join()
        for pipe in (self._process.stdin, self._process.stdout):
            # What was not yet sent has nobody to go to.
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _within(self, limit: float | None) -> None:
        with self._lock:
            self._deadline = None if limit is None else time.monotonic() + limit
        if self._watch is None and limit is not None:
            self._watch = threading.Thread(
                target=self._look, args=(min(limit / 4, 0.5),), name="reader-watch", daemon=True
            )
            self._watch.start()

    def _look(self, every: float) -> None:
        while not self._ended.wait(every):
            with self._lock:
                if self._deadline is not None and time.monotonic() > self._deadline:
                    self.late = True
                    self._process.kill()
                    return
