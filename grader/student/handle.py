"""The trusted side's handle on a student's code: what a check calls `student`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from grader.student.codec import clean, decode, encode

Link = Callable[[dict], dict]
MAX_PRINTED = 20_000
# What ends a call in place of the student's own exceptions: the clock, the sandbox, exit() or ■.
ENDINGS = {"NeverAnswered", "BusyWait", "EndlessWait", "TimeLimit", "Gone", "KeyboardInterrupt", "SystemExit"}


class StudentError(Exception):
    """An exception that the student's code raised.

    Attributes:
        types: names of its classes, most derived first.
        text: its message.
        line, source: the student's line that was running, None and "" where there is none.
        depth: how many calls deep in the student's code it was raised.
        function: name of the student's function that was running, "" where there is none.
        traceback: a short traceback, to be shown folded.
    """

    def __init__(self, report: dict) -> None:
        names = report.get("types")
        self.types = [_words(name, 80) for name in names[:20]] if isinstance(names, list) else []
        self.types = self.types or ["Exception"]
        self.text = _words(report.get("text"), 1000)
        line = report.get("line")
        self.line = line if isinstance(line, int) else None
        self.source = _words(report.get("source"), 200)
        depth = report.get("depth")
        self.depth = depth if isinstance(depth, int) else 0
        self.function = _words(report.get("function"), 200)
        self.traceback = _words(report.get("traceback"), 4000)
        super().__init__(f"{self.types[0]}: {self.text}" if self.text else self.types[0])

    @property
    def cut_short(self) -> bool:
        """Whether the code came to no exception of its own: it was stopped, or ended, or is not written yet.

        A check that waits for any exception lets this one through: the session explains it.
        """
        kind = self.types[0]
        if kind == "NameError":
            return not self.depth
        return kind == "NotImplementedError" or (kind in ENDINGS and "Exception" not in self.types)


class Raised:
    """What `Student.raises` caught; ``error`` is None until then."""

    error: StudentError | None = None


class Student:
    """Reaches the names of a student's notebook.

    ``student.check_service("a", url)`` calls a function and returns its value, plain.
    ``student["services"]`` reads a variable. What is not plain comes back as a `Reference`.

    Attributes:
        real_time: whether the code runs without the virtual clock.
    """

    real_time = False

    def __init__(self, link: Link) -> None:
        self._link = link
        self._printed: list[str] = []

    def __getattr__(self, name: str) -> "Reference":
        if name.startswith("__"):
            raise AttributeError(name)
        return Reference(self, None, [name])

    def __getitem__(self, name: str) -> Any:
        return self._ask({"op": "get", "path": [name]})

    def has(self, name: str) -> bool:
        """Say whether the notebook defines ``name``."""
        return bool(self._ask({"op": "has", "name": name}))

    def run(self, code: str) -> Any:
        """Run a driver snippet beside the student's code and return its last expression's value."""
        return self._ask({"op": "run", "code": code})

    def read(self, path: str) -> bytes:
        """Return the content of a file that the student's code wrote (2 MB at most, no links)."""
        return self._ask({"op": "read", "path": path})

    def draw_alike(self, seed: str) -> None:
        """Have Python's random numbers be the same at each run: luck must not change a mark."""
        with suppress(StudentError):  # a process that is gone: the check itself will say so
            self._ask({"op": "seed", "value": seed})

    @property
    def printed(self) -> str:
        """What the calls so far wrote to standard output."""
        return "".join(self._printed)

    @contextmanager
    def raises(self, *names: str) -> Iterator[Raised]:
        """Expect an exception of one of these class names (or of a class derived from one).

        Raises:
            AssertionError: nothing was raised.
            StudentError: something else was.
        """
        caught = Raised()
        try:
            yield caught
        except StudentError as error:
            expected = set(names) & set(error.types)
            if not expected or (error.cut_short and expected == {"Exception"}):
                raise
            caught.error = error
        else:
            raise AssertionError(f"l'exception {' ou '.join(names)} était attendue, rien n'a été levé")

    def _ask(self, request: dict) -> Any:
        reply = self._link({**request, "real_time": self.real_time})
        self._printed.append(_words(reply.get("printed"), MAX_PRINTED))
        if "error" in reply:
            report = reply["error"]
            raise StudentError(report if isinstance(report, dict) else {})
        return decode(reply.get("value"), lambda number, kind: Reference(self, number, [], kind))

    def _call(self, number: int | None, path: list[str], args: tuple, kwargs: dict) -> Any:
        return self._ask(
            {
                "op": "call",
                "ref": number,
                "path": path,
                "args": [encode(item, _known) for item in args],
                "kwargs": {name: encode(item, _known) for name, item in kwargs.items()},
            }
        )


class Reference:
    """An object that stays with the student's code: call it, or its methods; `value` reads an attribute."""

    def __init__(self, student: Student, number: int | None, path: list[str], kind: str = "") -> None:
        self._student, self._number, self._path, self._kind = student, number, path, kind

    def __getattr__(self, name: str) -> "Reference":
        if name.startswith("__"):
            raise AttributeError(name)
        return Reference(self._student, self._number, [*self._path, name])

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._student._call(self._number, self._path, args, kwargs)

    def value(self, name: str) -> Any:
        """Return the attribute ``name``, as a plain value where it is one."""
        return self._student._ask({"op": "get", "ref": self._number, "path": [*self._path, name]})

    def __repr__(self) -> str:
        return f"un objet {self._kind or '.'.join(self._path)}"


def _words(text: object, length: int) -> str:
    """Return a text that came from the other side, "" if it is none."""
    return clean(text[:length]) if isinstance(text, str) else ""


def _known(value: Any) -> int:
    if isinstance(value, Reference) and value._number is not None:
        return value._number
    raise RuntimeError(f"un objet {type(value).__name__} ne peut pas être envoyé au code du stagiaire")
