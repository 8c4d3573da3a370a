"""The shell of the sandbox is a kernel's: what worked in the notebook works here."""

import subprocess
import sys

import pytest

import grader
from grader.sandbox import command


@pytest.fixture
def runs(submission):
    """Return what runs a cell that must not fail, and returns what it showed."""

    def run(source: str) -> str:
        reply = submission.run_cell(source, None)
        assert reply["error"] is None
        return reply["printed"]

    return run


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1]); plt.show()",
        "%config InlineBackend.figure_format = 'retina'",
        "%load_ext autoreload\n%autoreload 2",
        "import getpass; getpass.getuser()",
        "import os, pwd; pwd.getpwuid(os.getuid()).pw_dir == os.path.expanduser('~')",
        "import socket; socket.gethostbyname('localhost'), socket.gethostbyname(socket.gethostname())",
        "import faulthandler; faulthandler.enable()",
        "from IPython.display import HTML, clear_output; display(HTML('a')); clear_output()",
        "get_ipython().kernel.shell is get_ipython()",
        "import ipywidgets; ipywidgets.IntSlider()",
        "import asyncio\nawait asyncio.sleep(3)\nasyncio.get_running_loop()",
        "%timeit -o 1 + 1",
        "%%timeit\n1 + 1",
        "%%capture told\nprint(1)",
        "%%bash\nls",
        "%store",
        "!pip install nulle-part",
        "%pip install requests",
        "!python -m pip install -U requests",
        "%conda install requests",
        "%mamba install requests",
        "%connect_info",
    ],
)
def test_what_a_kernel_runs_is_run(runs, source):
    runs(source)


def test_what_is_displayed_is_shown_as_text(runs):
    assert runs("print(1)\ndisplay('deux')\n3") == "1\n'deux'\n3\n"


def test_results_are_kept_as_in_a_notebook(runs):
    runs("40 + 2")
    assert runs("_, Out[1], In[1]") == "(42, 42, '40 + 2')\n"


def test_an_output_stream_that_a_cell_replaced_stays_replaced(runs):
    runs("import io, sys\nbefore = sys.stdout\nsys.stdout = io.StringIO()\nprint('ailleurs')")
    assert runs("sys.stdout = before\nprint('ici')") == "ici\n"


def test_nobody_is_there_to_answer_a_prompt(submission):
    assert submission.run_cell("input()", None)["error"]["types"][0] == "StdinNotImplementedError"


def test_waits_of_coroutines_take_virtual_time(submission, runs):
    runs("import asyncio\nawait asyncio.gather(asyncio.sleep(30), asyncio.sleep(60))")
    assert submission.clock.elapsed == pytest.approx(60)


def test_a_coroutine_that_waits_for_a_thread_gets_its_result(runs):
    assert (
        runs("import asyncio, time\nawait asyncio.to_thread(lambda: time.sleep(1) or 'fini')") == "'fini'\n"
    )


def test_a_cell_that_was_interrupted_while_it_waited_leaves_the_next_one_its_loop(submission, runs):
    submission.run_cell("import asyncio\nawait asyncio.Event().wait()", None)
    runs("await asyncio.sleep(1)")


def test_a_server_of_the_cell_itself_is_reached(runs):
    runs(
        """
import requests, threading
from http.server import BaseHTTPRequestHandler, HTTPServer
class Receiver(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(204); self.end_headers()
server = HTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
assert requests.get(f"http://127.0.0.1:{server.server_port}/", timeout=5).status_code == 204
"""
    )


@pytest.mark.parametrize("name", grader.__all__)
def test_every_name_that_the_package_offers_to_notebooks_exists(runs, name):
    call = "" if name == "Stage" else "'ex1_monitoring'"
    runs(f"from grader import {name}\n{name}({call})\ndef f(): pass")
    runs("f()")


def test_the_home_is_empty_and_writable_and_cells_run_elsewhere(runs):
    assert runs("import os\nfrom pathlib import Path\nos.listdir(Path.home()), os.listdir()") == "([], [])\n"
    runs("(Path.home() / '.config').mkdir()")


def test_temporary_files_have_a_small_folder_of_their_own(submission, runs):
    assert runs("import os, tempfile\ntempfile.mkstemp(dir='/tmp')\nlen(os.listdir('/tmp'))") == "1\n"
    reply = submission.run_cell("open('/tmp/large', 'wb').write(bytes(100 << 20))", None)
    assert reply["error"]["types"][0] == "OSError"


def test_a_course_below_tmp_stays_visible_beside_it(tmp_path_factory):
    copy = tmp_path_factory.mktemp("cours") / "grader"
    if not copy.is_relative_to("/tmp"):
        pytest.skip("temporary files are not below /tmp here")
    copy.symlink_to(command.PACKAGE)
    program = """
import sys
from pathlib import Path
from grader.sandbox import command
command.PACKAGE = Path(sys.argv[1])
from grader.sandbox.sandbox import Sandbox
with Sandbox() as sandbox, sandbox.submission() as submission:
    print(submission.run_cell("from grader.checks import report; open('/tmp/a', 'w')", None))
"""
    words = [sys.executable, "-c", program, str(copy)]
    shown = subprocess.run(words, capture_output=True, text=True, cwd=command.PACKAGE.parent, timeout=60)
    assert shown.stderr == ""
    assert "'error': None" in shown.stdout
