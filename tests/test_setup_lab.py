"""JupyterLab as the course sets it up: French, offline, fit for trainees or for instructors."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from grader import jupyter, machine
from grader.cli import main
from grader.paths import notebooks, root, solutions

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
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
title: Essai
---

# Essai

```{code-cell} ipython3
:id: calcul

print(6 * 7)
```
"""
SERVE = """
import sys
from pathlib import Path
import grader.paths
course = Path(sys.argv[1])
grader.paths.root = lambda: course
from grader.cli import main
main(["lab", "--port", "18890", str(course / sys.argv[2])])
"""


@pytest.mark.parametrize(
    ("folder", "profile"),
    [
        (notebooks(), "trainee"),
        (Path("/tmp/copie/notebooks"), "trainee"),
        (root(), "instructor"),
        (solutions(), "instructor"),
        (solutions() / "ex1_monitoring", "instructor"),
    ],
)
def test_the_desk_is_an_instructor_s_where_it_shows_the_sources(folder, profile):
    first, second = jupyter.environment(folder)["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert Path(first) == root() / "etc" / "jupyter" / profile
    assert Path(second) == root() / "etc" / "jupyter" / "course"


def test_no_setting_comes_from_the_user_s_home():
    set_up = machine.environment({"JUPYTER_CONFIG_DIR": "/home/lea/.jupyter"})
    assert Path(set_up["JUPYTER_CONFIG_DIR"]) == root() / ".jupyter"
    assert Path(set_up["IPYTHONDIR"]).parent == root() / ".jupyter"


def test_each_start_has_a_token_of_its_own():
    tokens = {jupyter.environment(notebooks())["JUPYTER_TOKEN"] for _ in range(2)}
    assert len(tokens) == 2
    assert all(len(token) >= 32 for token in tokens)


@pytest.mark.parametrize(
    ("platform", "display", "opens"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "w"}, True),
        ("darwin", {}, True),
    ],
)
def test_a_browser_is_opened_only_where_there_is_a_display(monkeypatch, platform, display, opens):
    monkeypatch.setattr(jupyter.sys, "platform", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in display.items():
        monkeypatch.setenv(name, value)
    assert ("--no-browser" not in jupyter._arguments(notebooks(), 8888)) is opens


@pytest.mark.parametrize(("uid", "allowed"), [(0, True), (1000, False)])
def test_root_is_allowed_only_when_it_is_root(monkeypatch, uid, allowed):
    monkeypatch.setattr(jupyter.os, "geteuid", lambda: uid, raising=False)
    assert ("--allow-root" in jupyter._arguments(notebooks(), 8888)) is allowed


def test_a_folder_that_does_not_exist_is_refused(capsys):
    assert main(["lab", "nulle-part"]) == 2
    assert "n'est pas un dossier" in capsys.readouterr().err


@pytest.fixture
def course(tmp_path):
    """A copy of the course's settings with one source."""
    shutil.copytree(root() / "etc", tmp_path / "etc")
    shutil.copy(root() / "jupytext.toml", tmp_path)
    for name in ("notebooks", "solutions"):
        (tmp_path / name).mkdir()
    shutil.copy(solutions() / "jupytext.toml", tmp_path / "solutions")
    (tmp_path / "solutions" / "01_essai.md").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "README.md").write_text("# Lisez-moi\n", encoding="utf-8")
    return tmp_path


@contextlib.contextmanager
def lab(course, shown):
    """Start JupyterLab on one of the course's folders and give its address."""
    environment = {key: value for key, value in os.environ.items() if "DISPLAY" not in key}
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(course), shown],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment | {"HOME": str(course / "home")},
    ) as server:
        try:
            yield next(found[0] for line in server.stdout if (found := re.search(r"http://\S+", line)))
        finally:
            server.terminate()


@pytest.fixture
def page():
    if CHROMIUM is None:
        pytest.skip("chromium n'est pas installé")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page()
        browser.close()


def settings(address, plugin):
    base, token = address.split("/lab?")
    with urllib.request.urlopen(f"{base}/lab/api/settings/{plugin}?{token}") as answer:
        schema = json.load(answer)["schema"]
    return {name: value.get("default") for name, value in schema["properties"].items()}


def page_config(address):
    with urllib.request.urlopen(address) as answer:
        text = answer.read().decode()
    return json.loads(re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', text, re.DOTALL)[1])


def test_a_trainee_s_jupyterlab_is_french_asks_nothing_of_the_network_and_shows_no_tool_of_instructors(
    course,
):
    with lab(course, "notebooks") as address:
        assert settings(address, "@jupyterlab/translation-extension:plugin")["locale"] == "fr_FR"
        news = settings(address, "@jupyterlab/apputils-extension:notification")
        shown = page_config(address)
    assert (news["fetchNews"], news["checkForUpdates"]) == ("false", False)
    assert shown["exposeAppInBrowser"] is True
    hidden = set(shown["disabledExtensions"])
    assert {
        "@jupyter/nbgrader:create-assignment",
        "@jupyter/nbgrader:formgrader",
        "jupyterlab-jupytext",
    } <= hidden
    assert "@jupyter/nbgrader:validate-assignment" not in hidden


def test_an_instructor_opens_a_source_as_a_notebook_by_a_double_click_and_runs_it(course, page):
    source = course / "solutions" / "01_essai.md"
    with lab(course, ".") as address:
        page.goto(address)
        page.dblclick(".jp-DirListing-item >> text=solutions", timeout=60_000)
        page.dblclick(".jp-DirListing-item >> text=01_essai.md")
        page.wait_for_selector("#jp-main-statusbar >> text=Python 3 (ipykernel) | Inactif", timeout=60_000)
        page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        page.wait_for_selector(".jp-OutputArea-output >> text=42", timeout=60_000)
        page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    assert source.read_text(encoding="utf-8") == SOURCE


def test_other_markdown_files_open_as_text(course, page):
    with lab(course, ".") as address:
        page.goto(address)
        page.dblclick(".jp-DirListing-item >> text=README.md", timeout=60_000)
        page.wait_for_selector(".jp-FileEditor >> text=Lisez-moi")
        assert page.locator(".jp-Dialog, .jp-NotebookPanel").count() == 0
