"""What a copy holds is shown as text wherever an instructor or a trainee looks."""

import json
from html.parser import HTMLParser

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers

from grader.autograde import RepairCells, nbgrader_settings
from grader.marking.cleaning import cleaned
from grader.marking.feedback import FeedbackExporter
from grader.paths import notebooks

NAME = "ex1_monitoring"
BAIT = "appat-de-la-copie"
VECTORS = [
    f'<svg onload="{BAIT}()">',
    f'<img src=x onerror="{BAIT}()">',
    f"<script>{BAIT}()</script>",
    f'<iframe srcdoc="<script>{BAIT}()</script>"></iframe>',
    f'<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/{BAIT}">',
    f'<base href="http://127.0.0.1:9/{BAIT}/">',
    f'<form action="http://127.0.0.1:9/{BAIT}"><button>Note</button></form>',
    f"<style>main {{ display: none }} body::after {{ content: '{BAIT}' }}</style>",
    f'<link rel="stylesheet" href="http://127.0.0.1:9/{BAIT}.css">',
    f'<a href="javascript:{BAIT}()">note</a>',
    f"[note](javascript:{BAIT}())",
    f"![](http://127.0.0.1:9/{BAIT}.png)",
    f"<details open ontoggle={BAIT}()>x</details>",
    f'<math><mtext><table><mglyph><style><img src=x onerror="{BAIT}()">',
    f'<object data="data:text/html,<script>{BAIT}()</script>"></object>',
    f'```\n```\n<svg onload="{BAIT}()">',
    f'~~~\n~~~~\n```text\n```````\n<svg onload="{BAIT}()">',
    f'    code\n\n<svg onload="{BAIT}()">',
    f"$$</span><svg onload={BAIT}()>$$",
    f"\\begin{{x}}<svg onload={BAIT}()>\\end{{x}}",
    f"```html\n</pre></div><svg onload={BAIT}()>\n```",
    f'\u2028\x0b\x0c<svg onload="{BAIT}()">',
    f'"></textarea><svg onload={BAIT}()>',
]


class _Tags(HTMLParser):
    """Collects the tags whose attributes, or scripts and styles whose text, hold the bait."""

    def __init__(self) -> None:
        super().__init__()
        self.baited: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag, attrs):
        self._inside = tag
        if any(BAIT in (value or "") for _, value in attrs) or tag in ("iframe", "base", "object", "form"):
            self.baited.append(tag)

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        if BAIT in data and self._inside in ("script", "style"):
            self.baited.append(self._inside)


@pytest.fixture(scope="module")
def released():
    """Return the released notebook, its cells as JSON."""
    return json.loads((notebooks() / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))


def repaired(released, *cells):
    """Return a copy with these cells above its own, as the marking repairs it."""
    notebook = {**released, "cells": [*cells, *released["cells"]]}
    copy = cleaned(json.dumps(notebook).encode())
    return RepairCells().preprocess(copy, {"nbgrader": {"assignment": NAME}})[0]


def formgrader_page(notebook):
    """Return what the formgrader's own exporter and template make of the marked notebook."""
    config = nbgrader_settings()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    resources = {"base_url": "", "index": 0, "total": 1, "notebook_id": NAME, "submission_id": "1"}
    return HTMLExporter(config=config).from_notebook_node(notebook, resources=resources)[0]


def feedback_page(notebook):
    """Return the page that trainees get."""
    config = nbgrader_settings()
    config.HTMLExporter.update(config.GenerateFeedback.HTMLExporter)
    resources = {"nbgrader": {"notebook": NAME, "score": 0, "max_score": 20}}
    return FeedbackExporter(config=config).from_notebook_node(notebook, resources=resources)[0]


@pytest.mark.parametrize("page", [formgrader_page, feedback_page])
@pytest.mark.parametrize("kind", ["markdown", "raw", "heading"])
def test_no_cell_of_a_copy_becomes_a_tag(released, page, kind):
    texts = [{"cell_type": kind, "source": vector, "metadata": {}, "level": 1} for vector in VECTORS]
    html = page(repaired(released, *texts))
    tags = _Tags()
    tags.feed(html)
    assert tags.baited == []
    assert kind == "raw" or BAIT in html  # shown all the same


@pytest.mark.parametrize("vector", VECTORS)
def test_a_copys_own_markdown_is_one_block_of_code(released, vector):
    own = repaired(released, {"cell_type": "markdown", "source": vector, "metadata": {}}).cells[0].source
    fence = own.splitlines()[0].removesuffix("text")
    assert own == f"{fence}text\n{vector}\n{fence}"
    assert fence not in vector


def test_the_statement_is_shown_as_it_was_released(released):
    texts = [cell.source for cell in repaired(released).cells if cell.cell_type == "markdown"]
    expected = [cell for cell in nbformat.from_dict(released).cells if cell.cell_type == "markdown"]
    assert texts == ["".join(cell.source) for cell in expected]
