"""Record one notebook's cassette."""

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader import paths
from grader.lab.catalog import Service, needed_by
from grader.lab.services import running
from grader.notebook.rerun import NESTED
from grader.recording import provenance
from grader.recording.errors import RecordingFailed
from grader.recording.recorder import HOSTS, TAPE
from grader.recording.secrets import refuse_secrets
from grader.recording.volatile import settled
from grader.replay.cassette import Interaction, dump, load
from grader.replay.errors import NotRecorded
from grader.replay.session import RECORDING

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from grader.execution import CellFailed


def record(name: str) -> Path:
    """Run a notebook's source against the lab and write cassettes/NAME.yaml and its provenance.

    The same source and the same software give the same file.

    Args:
        name: the notebook's name, as in `02_bibliotheque_requests`.

    Returns:
        The cassette's path.

    Raises:
        RecordingFailed: no such source, a cell failed, or a secret was found. The old cassette stays.
    """
    notebook = _read(name)
    services = needed_by("\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code"))
    cassette = paths.cassettes() / f"{name}.yaml"
    before = cassette.read_text(encoding="utf-8") if cassette.exists() else None
    interactions = _record(name, notebook, services)
    text = dump(interactions)
    if text != before:
        asked = {interaction.request.parts.netloc for interaction in interactions}
        answered = [service for service in services if service.host in asked]
        cassette.write_text(text, encoding="utf-8", newline="\n")
        provenance.write(cassette.with_name("README.md"), cassette, answered)
    return cassette


def _read(name: str) -> "NotebookNode":
    import jupytext  # takes a second, which the kernel that records has no need to spend

    notebook = jupytext.read(_source(name))
    for cell in notebook.cells:
        cell.id = cell.metadata.get("id", "")  # jupytext's own are random
    return notebook


def _source(name: str) -> Path:
    lesson = paths.solutions() / f"{name}.md"
    sources = (lesson, paths.solutions() / name / lesson.name)
    found = next((source for source in sources if source.is_file()), None)
    if found is None:
        raise RecordingFailed(f"Aucune source pour « {name} » : il manque {lesson}.")
    return found


def _record(name: str, notebook: "NotebookNode", services: Sequence[Service]) -> list[Interaction]:
    with tempfile.TemporaryDirectory() as place, running(services) as ports:
        folder = Path(place, name)  # an exercise's checks are looked for in a folder of its name
        folder.mkdir()
        (folder / HOSTS).write_text(json.dumps(ports))
        _execute(name, notebook, folder)
        tape = folder / TAPE
        interactions = settled(load(tape)) if tape.exists() else []
    _check(interactions)
    return interactions


def _execute(name: str, notebook: "NotebookNode", folder: Path) -> None:
    from grader.execution import CellFailed, execute

    lesson, exercise = paths.solutions() / f"test_{name}.py", paths.solutions() / name / "test_visible.py"
    for checks in (lesson, exercise):
        if checks.exists():  # they are expected beside the notebook
            shutil.copy(checks, folder)
    try:
        # An exercise's last cell would run the whole notebook once more.
        execute(notebook, cwd=folder, env={**os.environ, RECORDING: str(folder), NESTED: "1"})
    except CellFailed as error:
        raise RecordingFailed(_explain(error)) from error


def _explain(error: "CellFailed") -> str:
    failed = f"La cellule « {error.cell_id} » a échoué"
    if error.name == NotRecorded.__name__:
        request = error.text.splitlines()[0]
        return f"{failed} ; aucun service du laboratoire (grader/lab/catalog.py) ne lui répond. {request}"
    return f"{failed} : {error.name}: {error.text}"


def _check(interactions: Sequence[Interaction]) -> None:
    for one in interactions:
        if not one.cell:
            place = f"{one.request.method} {one.request.parts.path}"
            raise RecordingFailed(f"La cellule qui envoie {place} n'a pas d'identifiant (:id:).")
    refuse_secrets(interactions)
