"""What people add to their cells: magics, installations, settings, trials; none of it changes an answer."""

from functools import partial

from foreign.cells import answer, answers, cell, code, code_cells, put_above
from foreign.kind import Notebook, keeps, loses, unnoticed

# On top of the imports. None of these raises where the student works; %conda is for who has conda.
FIRST_LINES = {
    "%matplotlib inline": "%matplotlib inline",
    "%matplotlib widget's classic form": "%matplotlib notebook",
    "autoreload": "%load_ext autoreload\n%autoreload 2",
    "InlineBackend": "%config InlineBackend.figure_format = 'retina'",
    "get_ipython, as scripts call it": "get_ipython().run_line_magic('matplotlib', 'inline')",
    "pip in a shell": "!pip install -q requests",
    "%pip install": "%pip install -q requests pandas",
    "conda": "%conda install -y requests",
    "a question mark": "requests?",
    "logging": "import logging\nlogging.basicConfig(level=logging.INFO, force=True)",
    "warnings silenced": "import warnings\nwarnings.filterwarnings('ignore')",
    "pandas options": "import pandas as pd\npd.set_option('display.max_rows', 500)",
    "display": "from IPython.display import HTML, clear_output, display\ndisplay(HTML('<b>Bonjour</b>'))",
    "wide cells": (
        "from IPython.display import display, HTML\n"
        "display(HTML('<style>.container { width:100% !important; }</style>'))"
    ),
    "plots": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "every expression shown": (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "InteractiveShell.ast_node_interactivity = 'all'"
    ),
    "%env": "%env MONITORING_TIMEOUT=5",
    "%cd and %pwd": "%cd .\n%pwd",
    "%who": "%who",
    "%xmode": "%xmode Verbose",
    "a listing": "!ls",
    "output of a command kept": "files = !ls\nprint(len(files))",
    "widgets": "import ipywidgets as widgets\nwidgets.IntSlider()",
    "await at the top": "import asyncio\nawait asyncio.sleep(0)",
    "user's name and home": "import getpass, os\nprint(getpass.getuser(), os.path.expanduser('~'))",
    "a temporary file": "import tempfile\nwith tempfile.TemporaryFile('w') as file:\n    file.write('x')",
    "a file beside the notebook": "with open('notes.txt', 'w') as file:\n    file.write('vu')",
    "standard output flushed": "import sys\nsys.stdout.flush()\nsys.stderr.write('vu')",
    "a random seed": "import random, numpy as np\nrandom.seed(0)\nnp.random.seed(0)",
    "locale": "import locale\nlocale.setlocale(locale.LC_ALL, '')",
    "version printed": "import sys\nprint(sys.version, sys.executable)",
}

# On top of an answer: magics of a whole cell that run what is below them in the notebook's own names.
CELL_MAGICS = ["%%time", "%%capture", "%%capture sortie", "%%prun -q"]


def on_top_of_imports(notebook: Notebook, line: str) -> None:
    """Put a line above the imports, in their cell."""
    imports = cell(notebook, "imports")
    imports["source"] = f"{line}\n{imports['source']}"


def on_top_of_answers(notebook: Notebook, magic: str) -> None:
    """Put a magic above each answer."""
    for one in answers(notebook):
        one["source"] = f"{magic}\n{one['source']}"


for title, line in FIRST_LINES.items():
    unnoticed(f"on top of the imports: {title}")(partial(on_top_of_imports, line=line))

for magic in CELL_MAGICS:
    unnoticed(f"on top of each answer: {magic}")(partial(on_top_of_answers, magic=magic))


@unnoticed("prints and trials in each answer")
def prints(notebook: Notebook) -> None:
    for one in answers(notebook):
        one["source"] += "\n\nprint('défini')\n1 + 1"


@unnoticed("trials below « if __name__ »")
def main_block(notebook: Notebook) -> None:
    answer(notebook, "latence")["source"] += "\n\nif __name__ == '__main__':\n    print('essai')"


@keeps("a trial in the answer's cell that fails below it", "ZeroDivisionError|def timed_get")
def failing_trial(notebook: Notebook) -> None:
    answer(notebook, "latence")["source"] += "\n\nprint(1 / 0)"


@loses("a trial in the answer's cell that fails above it", "ZeroDivisionError|1 / 0")
def failing_above(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    one["source"] = f"print(1 / 0)\n{one['source']}"


@keeps("a cell of one's own that fails", "NameError|mesurer")
def failing_cell(notebook: Notebook) -> None:
    put_above(notebook, answer(notebook, "alerte"), code("mesurer()"))


@keeps("the tags of cells that may fail lost, and one fails")
def tags_lost(notebook: Notebook) -> None:
    for one in code_cells(notebook):
        one["metadata"].pop("tags", None)
    cell(notebook, "essayer-bilan")["source"] += "\n1 / 0"


@loses("an import of a package that is not there, above the others", "imports|nest_asyncio")
def missing_package(notebook: Notebook) -> None:
    on_top_of_imports(notebook, "import nest_asyncio")


@keeps("an import of a package that is not there, in a cell of its own", "nest_asyncio")
def missing_package_alone(notebook: Notebook) -> None:
    put_above(notebook, cell(notebook, "imports"), code("import nest_asyncio\nnest_asyncio.apply()"))


@loses("a script of one's own run first, which was not handed in", "outils")
def missing_script(notebook: Notebook) -> None:
    on_top_of_imports(notebook, "%run outils.py")


@keeps("a module written by a cell and imported by the next", of=("ex1_monitoring",))
def written_module(notebook: Notebook) -> None:
    one = answer(notebook, "un-service")
    helper, _, one["source"] = one["source"].partition("\n\n\n")
    one["source"] = f"from outils import etat\n\n\n{one['source']}"
    put_above(notebook, one, code(f"%%writefile outils.py\n{helper}"))


@loses("an answer below a magic that only writes it to a file", "latence|timed_get|writefile")
def only_written(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    one["source"] = f"%%writefile latence.py\n{one['source']}"


@loses("a question to the user in an answer's cell", "input|latence|votre nom|StdinNotImplemented|EOF")
def asks(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    one["source"] = f"nom = input('votre nom ? ')\n{one['source']}"


@keeps("a cell of bash and one of HTML")
def other_languages(notebook: Notebook) -> None:
    put_above(
        notebook, answer(notebook, "alerte"), code("%%bash\necho bonjour"), code("%%html\n<b>Bonjour</b>")
    )


@keeps("a last cell that leaves", "quit|exit|programme")
def leaves(notebook: Notebook) -> None:
    notebook["cells"].append(code("import os\nos._exit(0)"))


@unnoticed("a last cell that calls quit")
def quits(notebook: Notebook) -> None:
    notebook["cells"].append(code("quit()"))


@keeps("a syntax error in a cell of notes", "SyntaxError|penser à")
def notes(notebook: Notebook) -> None:
    put_above(notebook, answer(notebook, "alerte"), code("penser à relire la question 3"))
