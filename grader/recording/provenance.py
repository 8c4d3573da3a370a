"""cassettes/README.md: which software each cassette was recorded from, and when."""

import re
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from grader.lab.catalog import Service

_BEGIN, _END = "<!-- provenance: written by grader record -->", "<!-- end of provenance -->"
_HEAD = ("| cassette | recorded from | client | date |", "|---|---|---|---|")


def write(readme: Path, cassette: Path, services: Sequence[Service]) -> None:
    """Put a cassette's line into the table, in the order of the names."""
    text = readme.read_text(encoding="utf-8")
    before, table, after = _cut(text)
    rows = {row.split("|")[1].strip(): row for row in table.splitlines()[2:]}
    rows[cassette.name] = _row(cassette, services)
    lines = [_BEGIN, *_HEAD, *(rows[name] for name in sorted(rows)), _END]
    readme.write_text(before + "\n".join(lines) + after, encoding="utf-8")


def recorded_files(readme: Path) -> list[str]:
    """Return the names of the cassettes in the table."""
    _, table, _ = _cut(readme.read_text(encoding="utf-8"))
    return [row.split("|")[1].strip() for row in table.splitlines()[2:]]


def _cut(text: str) -> tuple[str, str, str]:
    found = re.fullmatch(f"(.*){re.escape(_BEGIN)}(.*){re.escape(_END)}(.*)", text, re.DOTALL)
    if not found:
        raise ValueError(f"cassettes/README.md a perdu les repères de sa table : {_BEGIN} et {_END}.")
    return found[1], found[2].strip(), found[3]


def _row(cassette: Path, services: Sequence[Service]) -> str:
    software = "; ".join(f"{service.host}: {service.made_of()}" for service in services)
    return f"| {cassette.name} | {software} | requests {version('requests')} | {date.today().isoformat()} |"
