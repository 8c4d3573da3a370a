"""A real JupyterLab in headless Chromium, on a copy of the released notebooks."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


class Desk:
    """A trainee's browser.

    Args:
        browser: Playwright's.
        address: of JupyterLab, token included.
    """

    def __init__(self, browser, address: str) -> None:  # type: ignore[no-untyped-def]
        self._browser = browser
        self._address = address
        self.page = None

    def open(self, path: str) -> None:
        """Open a notebook on a clean desk and wait until its kernel is ready."""
        if self.page:
            self.page.close()
        self.page = self._browser.new_page(viewport={"width": 1400, "height": 1000}, locale="fr-FR")
        base, token = self._address.split("?")
        self.page.goto(f"{base}/tree/{path}?{token}&reset")
        self.page.wait_for_function(
            "path => window.jupyterapp?.shell?.currentWidget?.context?.path === path",
            arg=path,
            timeout=60_000,
        )
        self.wait_idle()

    def run_all(self) -> None:
        """Run every cell of a notebook that was just opened, and wait for the last."""
        self.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        self.page.wait_for_function(
            """() => window.jupyterapp.shell.currentWidget.content.widgets
                .filter(w => w.model.type === 'code' && w.model.sharedModel.getSource())
                .every(w => w.model.executionCount !== null)""",
            timeout=180_000,
        )
        self.wait_idle()

    def wait_idle(self) -> None:
        """Wait until no cell is running or queued."""
        self.page.wait_for_function(
            """() => {
                const panel = window.jupyterapp.shell.currentWidget;
                const waiting = panel.content.widgets.some(w => w.model.executionState === 'running');
                return panel.sessionContext?.session?.kernel?.status === 'idle' && !waiting;
            }""",
            timeout=120_000,
        )

    def set_source(self, cell: str, source: str) -> None:
        """Type a cell's source, as its editor would."""
        self.page.evaluate(
            """([id, source]) => {
                const cells = window.jupyterapp.shell.currentWidget.content.widgets;
                cells.find(w => w.model.id === id).model.sharedModel.setSource(source);
            }""",
            [cell, source],
        )

    def run(self, cell: str) -> str:
        """Run one cell and return the text of its output."""
        self.page.evaluate(
            """id => {
                const panel = window.jupyterapp.shell.currentWidget;
                panel.content.activeCellIndex = panel.content.widgets.findIndex(w => w.model.id === id);
                window.jupyterapp.commands.execute('notebook:run-cell');
            }""",
            cell,
        )
        self.page.wait_for_timeout(200)
        self.wait_idle()
        return self.output(cell)

    def output(self, cell: str) -> str:
        """Return the text of a cell's output, once it is shown."""
        return self.page.evaluate(
            """async id => {
                const panel = window.jupyterapp.shell.currentWidget;
                const index = panel.content.widgets.findIndex(w => w.model.id === id);
                await panel.content.scrollToItem(index, 'center');
                await new Promise(done => setTimeout(done, 300));
                return panel.content.widgets[index].outputArea.node.innerText;
            }""",
            cell,
        )

    def outputs(self) -> list[dict]:
        """Return the outputs of the notebook's code cells: id, type, text."""
        return self.page.evaluate(
            """() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells
                .filter(c => c.cell_type === 'code')
                .flatMap(c => c.toJSON().outputs.map(o => ({id: c.id, ...o})))"""
        )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start JupyterLab on a copy of notebooks/, as `make lab` does, and return its address."""
    folder = tmp_path_factory.mktemp("lab") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder)
    environment = {key: value for key, value in os.environ.items() if "DISPLAY" not in key}
    server = subprocess.Popen(
        [sys.executable, "-m", "grader", "lab", "--port", "18899", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        start_new_session=True,
    )
    try:
        yield _address(server)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _address(server: subprocess.Popen) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.search(r"http://\S+token=\w+", line):
            return found[0]
    raise RuntimeError("JupyterLab did not start")


@pytest.fixture(scope="module")
def desk(address: str) -> Iterator[Desk]:
    """Open a browser on JupyterLab, for one module: an open Playwright keeps an asyncio loop running."""
    if CHROMIUM is None:
        pytest.skip("chromium n'est pas installé")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Desk(browser, address)
        browser.close()
