"""The files of api.example.com, kept in memory: the same at every start."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

_LONGEST_NAME = 100
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+", re.ASCII)


@dataclass(frozen=True)
class StoredFile:
    """One file, as it was received."""

    name: str
    content_type: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The checksum of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


class Files:
    """The files by name; at the start, a log that lesson 06 downloads."""

    def __init__(self) -> None:
        self._by_name: dict[str, StoredFile] = {}
        self.keep(StoredFile("journal.log", "text/plain", _opening_log()))

    def get(self, name: str) -> StoredFile | None:
        """Return a file, or None."""
        return self._by_name.get(name)

    def keep(self, file: StoredFile) -> None:
        """Add a file, in place of the one that has its name."""
        self._by_name[file.name] = file


def checked_name(sent: str) -> str | None:
    """Return the last part of a path that a client sent as a name, None where no name is left."""
    name = re.split(r"[\\/]", sent)[-1].strip()
    usable = name.strip(".") and name.isprintable() and len(name) <= _LONGEST_NAME
    return name if usable else None


def media_type(announced: str) -> str:
    """Return the media type that a client announced, the general one if it is not well formed."""
    return announced if _MEDIA_TYPE.fullmatch(announced) else "application/octet-stream"


def _opening_log() -> bytes:
    """Write a day of a server's log: one line every quarter of an hour, all of the same length."""
    times = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 15, 30, 45)]
    lines = [f"2026-01-04T{time}:00Z srv-web-01 sauvegarde ok {n:03}\n" for n, time in enumerate(times, 1)]
    return "".join(lines).encode()
