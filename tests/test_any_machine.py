"""A person's machine changes nothing: not its netrc, proxies, certificates, Python, home or language."""

import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader import machine, paths
from grader.checks.session import run_session
from grader.errors import UserError
from grader.execution import execute
from grader.paths import notebooks, root
from grader.sandbox.command import require_sandbox
from grader.typography import spell_out, typeset

NOWHERE = "/proc/nulle-part"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
# What a user may have set; `{}` is a folder that holds FILES, which is also their home.
SET = {
    "netrc": {"NETRC": "{}/.netrc"},
    "proxies": dict.fromkeys(PROXIES, "socks5://proxy.example:1080"),
    "no proxy": {"NO_PROXY": "intranet,[::1]/128", "no_proxy": "intranet"},
    "certificates": dict.fromkeys(
        ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"), f"{NOWHERE}/ca.pem"
    ),
    "certificate folder": {"SSL_CERT_DIR": NOWHERE},
    "keys": {"SSLKEYLOGFILE": f"{NOWHERE}/keys"},
    "openssl": {"OPENSSL_CONF": "{}/broken.cnf"},
    "shadows": {"PYTHONPATH": "{}/shadows"},
    "optimize": {"PYTHONOPTIMIZE": "2"},
    "warnings": {"PYTHONWARNINGS": "error"},
    "startup": {"PYTHONSTARTUP": "{}/startup.py"},
    "inspect": {"PYTHONINSPECT": "1"},
    "encoding": {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "matplotlib": {"MPLBACKEND": "TkAgg", "MPLCONFIGDIR": NOWHERE, "MATPLOTLIBRC": "{}/matplotlibrc"},
    "ipython": {"IPYTHONDIR": "{}/.ipython"},
    "jupyter": {
        f"JUPYTER_{name}": NOWHERE
        for name in ("CONFIG_DIR", "CONFIG_PATH", "DATA_DIR", "PATH", "RUNTIME_DIR")
    },
    "jupyterlab": {
        "JUPYTERLAB_DIR": NOWHERE,
        "JUPYTERLAB_SETTINGS_DIR": NOWHERE,
        "JUPYTERHUB_SERVICE_PREFIX": "/u/",
    },
}
# What stays, and may only change how a terminal shows things.
KEPT = {
    "language": {"LC_ALL": "C", "LANGUAGE": "de"},
    "home": {
        "HOME": NOWHERE,
        "XDG_CONFIG_HOME": NOWHERE,
        "XDG_CACHE_HOME": NOWHERE,
        "XDG_DATA_HOME": NOWHERE,
    },
    "temporary folder": {"TMPDIR": NOWHERE},
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "pytest": {"PYTEST_ADDOPTS": "--nimporte", "PYTEST_PLUGINS": "nulle_part", "PYTEST_DEBUG": "1"},
    "terminal": {"PYTHONIOENCODING": "ascii"},
}
FILES = {
    ".netrc": "default login trainee password ghp_ignored\n",
    "broken.cnf": "[nothing\n",
    "shadows/requests.py": "raise ImportError('shadow')\n",
    "startup.py": "import requests\nrequests.get = None\n",
    "matplotlibrc": "backend: TkAgg\nfigure.figsize: 1, 1\n",
    ".ipython/profile_default/startup/00.py": "print = None\n",
}
PYTHON = re.compile(r"PYTHON(?!DONTWRITEBYTECODE|UNBUFFERED)")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """A user's folder, and what returns the variables of some lines of the table."""
    folder = tmp_path_factory.mktemp("theirs")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / ".netrc").chmod(0o600)

    def variables(*tables):
        lines = (line for table in tables for line in table.values())
        return {name: value.replace("{}", str(folder)) for line in lines for name, value in line.items()}

    return variables


@pytest.mark.parametrize("name", SET)
def test_a_kernel_is_started_without_what_the_user_has_set(name):
    clean = {"PATH": "/bin", "HOME": "/home/lea", "GRADER_VERIFYING": "1"}
    assert machine.environment(clean | SET[name]) == machine.environment(clean)
    assert clean.items() <= machine.environment(clean).items()


@pytest.mark.parametrize("name", [*SET, *KEPT])
def test_a_command_says_the_same(name, theirs):
    said = command(theirs({name: (SET | KEPT)[name]}), "corriger")
    assert (said.returncode, said.stdout) == (2, "")
    expected = '" corriger "' if name == "terminal" else "«\u00a0corriger\u00a0»"
    assert said.stderr.startswith(f"Commande inconnue {expected}")
    assert len(said.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "« été » – ✔ 5 €"),
        ("latin-1", "«\u00a0été\u00a0» - + 5 ?"),
        ("ascii", '" ete " - + 5 ?'),
    ],
)
def test_a_terminal_shows_the_nearest_that_it_can(encoding, shown):
    terminal = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    spell_out(terminal)
    print(typeset("« été » – ✔ 5 €"), end="", file=terminal, flush=True)
    assert terminal.buffer.getvalue().decode(encoding) == (typeset(shown) if encoding == "utf-8" else shown)


def command(variables, *arguments, **options):
    kept = {name: value for name, value in os.environ.items() if not PYTHON.match(name)}
    return subprocess.run(
        [sys.executable, "-m", "grader", *arguments],
        env=kept | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        **options,
    )


LESSON = ["demarrer", "session-moderne", "codes-de-refus"]
EXERCISE = ["imports", "reponse-latence", "latence"]
SEEN = """
import os
import sys
import matplotlib
print(matplotlib.get_backend(), matplotlib.rcParams["figure.figsize"], requests.utils.get_netrc_auth("http://x/"))
"""
CHILD = """
import subprocess
with open(os.devnull, "w") as file:
    print(file.encoding, subprocess.run([sys.executable, "-c", "print('é')"], capture_output=True, text=True))
"""


@pytest.fixture(scope="module")
def outputs():
    """Return what runs cells of a lesson and of an exercise, and returns what they show."""
    build = runpy.run_path(str(root() / "tests" / "samples" / "build.py"))
    lesson = json.loads((notebooks() / "05a_github.ipynb").read_text(encoding="utf-8"))
    answered = json.loads(build["submission"]("alice"))
    sources = {cell["id"]: "".join(cell["source"]) for cell in answered["cells"] + lesson["cells"]}

    def run(variables, *first):
        cells = [*first, *(sources[name] for name in LESSON), SEEN, 'start("ex1_monitoring")']
        cells += [sources[name] for name in EXERCISE]
        notebook = new_notebook(cells=[new_code_cell(text) for text in (*cells, CHILD)])
        kept = {name: value for name, value in os.environ.items() if not PYTHON.match(name)}
        done = execute(notebook, cwd=notebooks(), env=kept | variables)
        return [shown(cell) for cell in done.cells[len(first) :]]

    return run


def shown(cell):
    texts = [output.get("text") or output.data["text/plain"] for output in cell.outputs]
    return re.sub(r":[0-9]+/", ":PORT/", "".join(texts))


@pytest.fixture(scope="module")
def undisturbed(outputs):
    """What the cells show where nothing is set."""
    return outputs({})


def test_a_lesson_and_an_exercise_show_the_same_whatever_is_set(undisturbed, outputs, theirs):
    everything = theirs(SET, KEPT, {"home": {"HOME": "{}"}})
    assert outputs(everything) == undisturbed
    assert undisturbed[-2] == "3.0"
    assert "utf-8" in undisturbed[-1].lower()


def test_a_kernel_of_another_front_end_shows_the_same(undisturbed, outputs, theirs):
    names = ("netrc", "proxies", "certificates", "certificate folder", "keys")
    late = theirs({name: SET[name] for name in names}, {"home": {"HOME": "{}"}})
    found = outputs({}, f"import os\nos.environ.update({late!r})")
    assert found == undisturbed


@pytest.mark.parametrize(
    ("options", "file", "sentence"),
    [
        (["-O"], "autre.py", "Ce noyau tourne avec PYTHONOPTIMIZE"),
        ([], "requests.py", "requests.py pour la bibliothèque requests\u00a0: renommez ce fichier"),
    ],
)
def test_what_cannot_be_undone_in_a_kernel_is_said(options, file, sentence, tmp_path):
    (tmp_path / file).touch()
    said = subprocess.run(
        [sys.executable, *options, "-c", "from grader import start; start('02_bibliotheque_requests')"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert sentence in said.stderr.splitlines()[-1].replace(" : renommez", "\u00a0: renommez")


SERVE = """
import sys
from pathlib import Path
import grader.paths
course = Path(sys.argv[1])
grader.paths.root = lambda: course
from grader.cli import main
sys.argv[1:] = ["lab", "--port", "18990", str(course / "notebooks")]
main()
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course's settings where a path may hold anything."""
    folder = tmp_path_factory.mktemp("copies") / "cours [1] d'été"
    shutil.copytree(root() / "etc", folder / "etc")
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "lisez-moi.txt").touch()
    return folder


def test_the_laboratory_opens_whatever_is_set_and_wherever_it_is(course, theirs):
    kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(course)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=kept | theirs(SET, KEPT),
    ) as server:
        try:
            said = [next(server.stdout) for _ in range(4)]
            base, token = said[-1].strip().split("/lab?")
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(f"{base}/api/contents?{token}", timeout=30) as answer:
                assert [file["name"] for file in json.load(answer)["content"]] == ["lisez-moi.txt"]
        finally:
            server.terminate()
    assert said[1].startswith("JupyterLab est pr")


def test_a_class_is_marked_the_same_whatever_is_set(tmp_path, theirs):
    try:
        require_sandbox()
    except UserError as reason:
        pytest.skip(str(reason))
    build = runpy.run_path(str(root() / "tests" / "samples" / "build.py"))
    copy = tmp_path / "submitted" / "alice" / "ex1_monitoring" / "ex1_monitoring.ipynb"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(build["submission"]("alice"))
    said = command(
        theirs(SET, KEPT), "grade", str(tmp_path / "submitted"), "--json", str(tmp_path / "marks.json")
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert re.search(r"alice .* 20 / 20 ", said.stdout)
    (mark,) = json.loads((tmp_path / "marks.json").read_text(encoding="utf-8"))["results"]
    assert mark["score"] == 20
    assert (tmp_path / "autograded" / "alice").is_dir()


CHECKS = '''
from grader.checks import question

double = question("double")

@double
def test_double(student):
    """Le double"""
'''


def test_checks_are_found_wherever_they_are(tmp_path):
    file = tmp_path / "cours [1] d'été" / "test_visible.py"
    file.parent.mkdir()
    file.write_text(CHECKS, encoding="utf-8")
    found, here = [], Path.cwd()
    run_session([file], lambda session: found.extend(session.questions))
    assert found == ["double"]
    assert Path.cwd() == here


def test_where_the_course_is_read_only_settings_are_kept_elsewhere(monkeypatch):
    monkeypatch.setattr(paths, "root", lambda: Path("/proc"))
    assert os.access(paths.own(), os.W_OK)
