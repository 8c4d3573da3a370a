"""Recording a notebook from the lab."""

import shutil

import jupytext
import psutil
import pytest

from grader import paths
from grader.execution import execute
from grader.recording import RecordingFailed, record
from grader.replay.cassette import load

SOURCE = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
---

# Essai

```{{code-cell}} ipython3
:id: demarrer
from pathlib import Path
import requests
from grader.replay import start
start("essai", Path({cassette!r}))
```

```{{code-cell}} ipython3
:id: utilisateur
:answer: utilisateur
### BEGIN SOLUTION
url = "https://api.example.com/users/123"
states = [requests.get(url).status_code, requests.delete(url).status_code, requests.get(url).status_code]
### END SOLUTION
print(states)
```

```{{code-cell}} ipython3
:id: echo
{cell}
```
"""
ECHO = """\
print(requests.post("https://httpbin.org/post", files={"f": b"abc"}).json()["files"])
print(len(requests.get("https://httpbin.org/uuid").json()["uuid"]))
print(requests.get("https://httpbin.org/gzip").headers["Content-Encoding"])
print([r.status_code for r in requests.get("https://httpbin.org/redirect/2").history])
print(len(list(requests.get("https://httpbin.org/stream/3", stream=True).iter_lines())))
with requests.Session() as client:
    client.get("https://httpbin.org/cookies/set/theme/sombre")
    print(client.get("https://httpbin.org/cookies").json())
print(requests.head("https://httpbin.org/get").headers["Content-Length"] > "0")
print(requests.get("https://httpbin.org/image/png").content[:4])
try: requests.get("https://example.org/")
except Exception as error: print(type(error).__name__)
"""
SHOWN = """\
{'f': 'abc'}
36
gzip
[302, 302]
3
{'cookies': {'theme': 'sombre'}}
True
b'\\x89PNG'
NotRecorded
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return what writes the source of a course of one notebook, in a folder of its own."""
    for folder in ("solutions", "notebooks", "cassettes"):
        (tmp_path / folder).mkdir()
    shutil.copy(paths.cassettes() / "README.md", tmp_path / "cassettes")
    monkeypatch.setattr(paths, "root", lambda: tmp_path)

    def write(cell):
        source = SOURCE.format(cassette=str(tmp_path / "cassettes/essai.yaml"), cell=cell)
        (tmp_path / "solutions/essai.md").write_text(source, encoding="utf-8")
        return tmp_path

    return write


def test_recording_twice_gives_the_same_bytes_and_the_replay_the_same_outputs(course):
    before = psutil.Process().children(recursive=True)
    folder = course(ECHO)
    cassette = record("essai")
    first = cassette.read_bytes()
    assert record("essai").read_bytes() == first
    assert psutil.Process().children(recursive=True) == before
    assert cassette == folder / "cassettes/essai.yaml"
    assert {one.cell for one in load(cassette)} == {"utilisateur", "echo"}
    assert "| essai.yaml | api.example.com: " in (folder / "cassettes/README.md").read_text()

    notebook = jupytext.read(folder / "solutions/essai.md")
    for cell in notebook.cells:
        cell.id = cell.metadata.get("id", cell.id)
    replayed = execute(notebook, cwd=folder, order=["demarrer", "echo", "utilisateur", "echo"])
    outputs = [cell.outputs[0].text for cell in replayed.cells[1:]]
    assert outputs == [SHOWN, "[200, 204, 404]\n", SHOWN]


def test_a_secret_stops_the_recording_and_leaves_no_cassette(course):
    folder = course(
        'requests.get("https://api.example.com/protected", headers={"Authorization": "Bearer V9kPz7"})'
    )
    with pytest.raises(RecordingFailed, match="en-tête Authorization de la cellule « echo »") as caught:
        record("essai")
    assert "V9kPz7" not in str(caught.value)
    assert not (folder / "cassettes/essai.yaml").exists()
    assert "essai.yaml" not in (folder / "cassettes/README.md").read_text()


def test_a_failing_cell_stops_the_recording_and_the_lab_and_keeps_the_old_cassette(course):
    folder = course('requests.get("https://example.org/")')
    cassette = folder / "cassettes/essai.yaml"
    cassette.write_text("interactions: []\nversion: 1\n")
    before = psutil.Process().children(recursive=True)
    expected = "cellule « echo » a échoué ; aucun service du laboratoire .* GET https://example.org/"
    with pytest.raises(RecordingFailed, match=expected):
        record("essai")
    assert psutil.Process().children(recursive=True) == before
    assert cassette.read_text() == "interactions: []\nversion: 1\n"


def test_a_cell_without_an_id_may_make_no_request(course):
    folder = course("pass")
    source = folder / "solutions/essai.md"
    text = source.read_text().replace(":id: utilisateur\n", "")
    source.write_text(text)
    with pytest.raises(RecordingFailed, match="n'a pas d'identifiant"):
        record("essai")


def test_an_unknown_name_says_what_is_missing(course):
    course("")
    with pytest.raises(RecordingFailed, match=r"inconnu\.md"):
        record("inconnu")


def test_only_the_services_that_answered_are_named(course):
    folder = course('print("https://httpbin.org is only named")')
    record("essai")
    line = next(line for line in (folder / "cassettes/README.md").read_text().splitlines() if "essai" in line)
    assert "api.example.com" in line
    assert "httpbin" not in line


def test_an_exercise_is_recorded_from_its_own_folder_without_verifying_it(course):
    folder = course('from grader import verify\nprint(verify("essai"))')
    (folder / "solutions/essai").mkdir()
    (folder / "solutions/essai.md").rename(folder / "solutions/essai/essai.md")
    assert record("essai") == folder / "cassettes/essai.yaml"
    assert {one.cell for one in load(folder / "cassettes/essai.yaml")} == {"utilisateur"}
