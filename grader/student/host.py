"""Beside the student's code: does what the checks ask and reports in plain values."""

import ast
import contextlib
import io
import linecache
import os
import random
import stat
import sys
import traceback
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any

from grader.student.codec import decode, encode

MAX_PRINTED = 20_000
MAX_FILE = 2_000_000
_OURS = str(Path(__file__).resolve().parent.parent)
_IPYTHON = str(Path("IPython", "core"))


class Host:
    """Answers requests about a namespace: call, get, has, run, read, seed.

    The same code serves a trainee's kernel and the sandbox.
    """

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._kept: list[Any] = []

    def handle(self, request: dict) -> dict:
        """Do what ``request`` says; never raises.

        Returns:
            ``value`` or ``error``, and ``printed``: what was written to standard output.
        """
        printed = Bounded()
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(Bounded()):
                reply = {"value": encode(self._perform(request), self._keep)}
        except BaseException as error:
            reply = {"error": describe(error, self._namespace)}
        return {**reply, "printed": printed.getvalue()}

    def _perform(self, request: dict) -> Any:
        match request["op"]:
            case "has":
                return request["name"] in self._namespace
            case "get":
                return self._target(request)
            case "call":
                arguments = [self._argument(item) for item in request["args"]]
                keywords = {name: self._argument(item) for name, item in request["kwargs"].items()}
                return self._target(request)(*arguments, **keywords)
            case "run":
                return self._run(request["code"])
            case "read":
                return _read(request["path"])
            case "seed":
                return seed(request["value"])
        raise ValueError(f"unknown request {request['op']!r}")

    def _target(self, request: dict) -> Any:
        if request.get("ref") is None:
            first, *rest = request["path"]
            if first not in self._namespace:
                raise NameError(f"name {first!r} is not defined", name=first)
            target = self._namespace[first]
        else:
            target, rest = self._kept[request["ref"]], request["path"]
        for name in rest:
            target = getattr(target, name)
        return target

    def _argument(self, data: Any) -> Any:
        return decode(data, lambda number, _: self._kept[number])

    def _keep(self, value: Any) -> int:
        self._kept.append(value)
        return len(self._kept) - 1

    def _run(self, code: str) -> Any:
        """Run a driver snippet; its last expression is its value."""
        tree = ast.parse(code)
        last = tree.body[-1] if tree.body else None
        if not isinstance(last, ast.Expr):
            exec(compile(tree, "<driver>", "exec"), self._namespace)
            return None
        tree.body.pop()
        exec(compile(tree, "<driver>", "exec"), self._namespace)
        return eval(compile(ast.Expression(last.value), "<driver>", "eval"), self._namespace)


def seed(value: str) -> None:
    """Have the generators that `random` and NumPy keep for all their callers draw alike each time."""
    random.seed(value)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(zlib.crc32(value.encode()))


class Bounded(io.StringIO):
    """Keeps the beginning of what is written."""

    def write(self, text: str) -> int:
        room = MAX_PRINTED - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


def _read(path: str) -> bytes:
    """Return a regular file's content: no link is followed, and the size is bounded."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is not a regular file")
        content = file.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise OSError(f"{path} is too large")
    return content


def describe(error: BaseException, namespace: dict[str, Any]) -> dict:
    """Return an exception as plain values: its classes, its text, and where the student's code was.

    Args:
        error: what was raised.
        namespace: the student's; a frame whose globals it is runs the student's code.
    """
    frames = _student_frames(error.__traceback__, namespace)
    return {
        "types": [kind.__name__ for kind in type(error).__mro__[:-1]],
        "text": _safe_text(error),
        "depth": len(frames),
        "function": frames[-1][2] if frames else "",
        "line": frames[-1][1] if frames else None,
        "source": linecache.getline(*frames[-1][:2]).strip()[:200] if frames else "",
        "traceback": _short_traceback(error),
    }


def _student_frames(trace: TracebackType | None, namespace: dict[str, Any]) -> list[tuple[str, int, str]]:
    frames = []
    for frame, line in traceback.walk_tb(trace):
        if frame.f_globals is namespace and frame.f_code.co_filename != "<driver>":
            frames.append((frame.f_code.co_filename, line, frame.f_code.co_qualname))
    return frames


def _ours(filename: str) -> bool:
    return filename.startswith(_OURS) or _IPYTHON in filename or filename == "<driver>"


def _safe_text(error: BaseException) -> str:
    try:
        return str(error)[:1000]
    except BaseException:  # a student's __str__ may fail too
        return ""


def _short_traceback(error: BaseException) -> str:
    """Return the traceback without our own frames, which teach nothing about the student's code."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not _ours(frame.filename)]
    try:
        last = "".join(traceback.format_exception_only(error))
    except BaseException:  # formatting calls the student's code
        last = type(error).__name__
    if len(frames) > 7:  # the first are the student's, the last say what happened
        lines = [*traceback.format_list(frames[:3]), "  …\n", *traceback.format_list(frames[-3:])]
    else:
        lines = traceback.format_list(frames)
    return ("".join(lines) + last)[-4000:]
