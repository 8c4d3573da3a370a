"""How trainees begin a cell: one paragraph each, a few hundred in all.

Each stands by itself, needs no network, opens nothing on the screen of who runs the tests, and leaves the
notebook usable for those that follow.
"""

TAIL = "\n\n\ndef answer():\n    return {number}\n"

# What IPython and ipykernel offer; test_parity.py asks the kernel whether one is missing here.
LINE_MAGICS = r"""
%alias bonjour echo bonjour %s

%alias_magic t timeit

%autoawait

%autocall 0

%automagic on

%autosave 60

from pathlib import Path
Path("lisez.txt").write_text("une ligne")
%cat lisez.txt

%bookmark ici

%cd .

%clear

%code_wrap --list

%colors nocolor

try:
    %conda list
except ValueError:
    pass

%config InlineBackend.figure_format = "retina"

%config InteractiveShell.ast_node_interactivity = "last_expr"

%connect_info

from pathlib import Path
Path("a.txt").write_text("a")
%cp a.txt b.txt

%debug

%dhist

%dirs

%doctest_mode
%doctest_mode

%ed

%edit

%env PARITE=1

%gui

%gui asyncio

%hist -n

%history -l 3

%killbgscripts

%ldir

from pathlib import Path
Path("lisez.txt").write_text("une ligne")
%less lisez.txt

%lf

%lk

%ll

from pathlib import Path
Path("charge.py").write_text("n = 1")
%load charge.py

%load_ext autoreload
%autoreload 2

%load_ext tensorboard

from pathlib import Path
Path("charge.py").write_text("n = 1")
%loadpy charge.py

%logstart
%logoff
%logon
%logstop

%logstate

%logoff

%ls

%lsmagic

%lx

%macro encore 1

%magic

try:
    %mamba list
except ValueError:
    pass

%man ls

%matplotlib inline

%matplotlib widget

%matplotlib
%matplotlib inline

try:
    %micromamba list
except ValueError:
    pass

%mkdir dossier

from pathlib import Path
Path("lisez.txt").write_text("une ligne")
%more lisez.txt

from pathlib import Path
Path("vieux.txt").write_text("a")
%mv vieux.txt neuf.txt

%notebook session.ipynb

services = {"api": "http://127.0.0.1"}
%page services

%pastebin 1

%pdb on
%pdb off

def double(n):
    return 2 * n
%pdef double

def double(n):
    return 2 * n
%pdoc double

import json
%pfile json

%pinfo print

%pinfo2 print

%pip install requests

%pushd .
%popd

%pprint
%pprint

%precision 2
%precision

%prun sum(range(10))

%psearch js*

def double(n):
    return 2 * n
%psource double

%pwd

from pathlib import Path
Path("charge.py").write_text("n = 1")
%pycat charge.py

%pylab inline

%qtconsole

%quickref

%recall 1

%rehashx

%load_ext autoreload
%reload_ext autoreload

%rep 1

%rerun 1

%reset -f

inutile = 1
%reset_selective -f inutile

from pathlib import Path
Path("a_jeter.txt").write_text("a")
%rm a_jeter.txt

from pathlib import Path
Path("a_jeter").mkdir()
%rmdir a_jeter

from pathlib import Path
Path("outils.py").write_text("def triple(n):\n    return 3 * n\n")
%run outils.py

from pathlib import Path
Path("outils.py").write_text("import sys\nprint(sys.argv)\n")
%run -i outils.py un deux

%run absent.py

%save -f morceau.py 1

%sc lignes = echo un

%set_env PARITE 2

note = 12
%store note

%store -r

%store

%subshell

%sx echo un

%system echo un

%tb

%time sum(range(10))

%timeit -n1 -r1 sum(range(10))

%alias adieu echo adieu
%unalias adieu

%load_ext autoreload
%unload_ext autoreload

%uv --version

%who

%who_ls

%whos

inutile = 1
%xdel inutile

%xmode Minimal
%xmode Context

%inconnue 1

chemin = %pwd
print(chemin.upper())

duree = %timeit -n1 -r1 -o -q sum(range(10))
print(duree.average)

noms = %who_ls
print(len(noms))
"""

CELL_MAGICS = """
%%capture sortie
print("rien")

%%time

%%timeit -n1 -r1

%%prun

%%debug

%%inconnue
"""

# Cells that are no Python, or no longer what they are once a function follows: these go without.
ALONE = """
ls

pwd

cd .

pip --version

%%!
echo un

%%HTML
<b>gras</b>

%%SVG
<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>

%%bash
echo un

%%bash
false

%%code_wrap entourer
pass
__code__

%code_wrap --remove entourer

%%file module.py
n = 1

%%html
<b>gras</b>

%%javascript
console.log("un")

%%js
console.log("un")

%%latex
$x$

%%markdown
**gras**

%%perl
print "un"

%%pypy
print("un")

%%python
print("un")

%%python2
print "un"

%%python3
print("un")

%%ruby
puts "un"

%%script bash
echo un

%%sh
echo un

%%svg
<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>

%%sx
echo un

%%system
echo un

%%writefile module.py
n = 1

%%writefile -a module.py
n = 2
"""

SHELL_AND_HELP = """
!ls -la

!echo bonjour > note.txt

!cat note.txt /etc/os-release

!whoami

!hostname && date && id

!ps aux

!df -h

!python --version
print(_exit_code)

!curl --version

!ping -c 1 localhost

!commande-inconnue

!mkdir -p sorties && touch sorties/a.txt

nom = "monde"
!echo bonjour {nom} $nom

!!ls

fichiers = !ls
print(len(fichiers), fichiers.n, fichiers.s)

qui = !whoami
print(qui[0].upper())

?

print?

?print

import requests
requests.get?

*int*?

help(print)
"""

IMPORTS = """
import requests, json, time, hmac, hashlib

import pandas as pd
import numpy as np
import matplotlib.pyplot as plt

from IPython.display import display, HTML, clear_output

from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.ast_node_interactivity = "all"
InteractiveShell.ast_node_interactivity = "last_expr"

from IPython.core.magic import register_line_magic
@register_line_magic
def bonjour(line):
    return line

from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from urllib3.util.retry import Retry

import urllib.request, urllib.parse, urllib.error, http.client, http.server, socketserver

import asyncio, threading, multiprocessing, subprocess, signal, queue, concurrent.futures, selectors

import os, sys, platform, socket, pathlib, shutil, tempfile, glob, fnmatch, stat, ctypes, mmap, resource

import re, string, textwrap, unicodedata, difflib, pprint, locale, gettext, html, base64, binascii, struct

import math, random, statistics, decimal, fractions, cmath, secrets, uuid, zlib, gzip, zipfile, tarfile

import datetime, calendar, zoneinfo, time, sched, itertools, functools, operator, collections, heapq

import csv, json, xml.etree.ElementTree, configparser, tomllib, sqlite3, pickle, shelve, dbm

import logging.handlers, logging.config, warnings, traceback, inspect, pdb, cProfile, timeit, dis

import smtplib, ssl, ftplib, imaplib, email.message, xmlrpc.client, telnetlib, poplib

import argparse, getopt, getpass, cmd, shlex, readline, curses, pwd, grp, pty, termios

import tkinter

import yaml, jinja2, bs4, dateutil.parser, psutil, certifi, idna

import httpx, h11, httpcore, websocket, tornado.ioloop

import flask, werkzeug, jwt, cryptography.fernet

import pydantic, attrs, typer, rich

import nbformat

import PIL.Image

import vcr, pytest

import tenacity, backoff, ratelimit

import tqdm

from dotenv import load_dotenv
load_dotenv()

import this

from math import *
from typing import *
from time import *
sleep(0)

try:
    import google.colab
    EN_COLAB = True
except ImportError:
    EN_COLAB = False

try:
    import absent
except ImportError:
    !echo absent

import importlib.metadata, json
importlib.reload(json)
importlib.metadata.version("requests")

import sys
sys.path.append("..")
sys.path.insert(0, ".")

from pathlib import Path
Path("mes_outils.py").write_text("n = 1")
import mes_outils

from __future__ import annotations
"""

LOGGING = """
import logging
logging.basicConfig(level=logging.INFO)
logging.info("début")

import logging, sys
logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, force=True)
logging.debug("début")

import logging, sys
logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(message)s", force=True)
logging.warning("début")

import logging
logging.basicConfig(filename="journal.log", encoding="utf-8", force=True)
logging.error("début")

import logging, os
logging.basicConfig(filename="/tmp/parite.log", force=True)
logging.error("début")
os.unlink("/tmp/parite.log")

import logging
logging.basicConfig(handlers=[logging.StreamHandler(), logging.FileHandler("journal.log")], force=True)
logging.error("début")

import logging, sys
logger = logging.getLogger(__name__)
logger.addHandler(logging.StreamHandler(sys.stdout))
logger.warning("début")

import logging
logging.getLogger().handlers.clear()

import logging.handlers
logger = logging.getLogger("tourne")
logger.addHandler(logging.handlers.RotatingFileHandler("tourne.log", maxBytes=1000))
logger.error("début")

import logging
from rich.logging import RichHandler
logging.basicConfig(handlers=[RichHandler(rich_tracebacks=True)], force=True)
logging.warning("début")

import logging
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("raté")
"""

MATPLOTLIB = """
import matplotlib
matplotlib.use("Agg")

import matplotlib
matplotlib.use("inline")
matplotlib.get_backend()

import matplotlib.pyplot as plt
plt.plot([1, 2, 3])
plt.show()

import matplotlib.pyplot as plt
plt.style.use("ggplot")
plt.rcParams["figure.figsize"] = (8, 4)

import matplotlib.pyplot as plt
plt.title("Délais observés : é à ü")
plt.savefig("courbe.png")
plt.close("all")

import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.bar(["api"], [1])
figure

import matplotlib.pyplot as plt
plt.ioff()
plt.ion()
plt.pause(0.01)

from IPython.display import set_matplotlib_formats
set_matplotlib_formats("retina")

import pandas as pd
pd.Series([1, 2, 3]).plot()

get_ipython().run_line_magic("matplotlib", "inline")

get_ipython().enable_matplotlib("inline")

get_ipython().magic("matplotlib inline")
"""

WIDGETS = """
import ipywidgets as widgets
from IPython.display import display
curseur = widgets.IntSlider(description="Délai")
display(curseur)

from ipywidgets import interact
interact(lambda n: n, n=3)

from ipywidgets import interact, interactive, interact_manual
@interact(n=(0, 5))
def montrer(n=1):
    print(n)
interact_manual(lambda n: n, n=3)
interactive(lambda n: n, n=3)

import ipywidgets as widgets
sortie = widgets.Output(layout={"border": "1px solid"})
display(sortie)
with sortie:
    print("dedans")
    sortie.clear_output()

import ipywidgets as widgets
sortie = widgets.Output()
with sortie:
    1 / 0

import ipywidgets as widgets
sortie = widgets.Output()
@sortie.capture()
def dire():
    print("dedans")
dire()

import ipywidgets as widgets
bouton = widgets.Button(description="Mesurer")
bouton.on_click(lambda _: print("clic"))
bouton.click()

import ipywidgets as widgets
barre = widgets.IntProgress(value=0, max=3)
display(widgets.VBox([widgets.Text(), widgets.HBox([barre])]))
for barre.value in range(3):
    pass

import ipywidgets as widgets
texte = widgets.Text()
texte.observe(lambda change: print(change["new"]), names="value")
texte.value = "un"

import ipywidgets as widgets
widgets.Widget.close_all()

from comm import create_comm
create_comm(target_name="parite")

get_ipython().kernel.comm_manager.register_target("parite", lambda comm, message: None)
"""

PROGRESS = """
from tqdm.auto import tqdm
for _ in tqdm(range(2)):
    pass

from rich.progress import track
for _ in track(range(2)):
    pass

from rich.progress import Progress
with Progress() as progression:
    progression.advance(progression.add_task("appels", total=1))

from rich import print
print("[bold]gras[/]")

from rich import pretty
pretty.install()

import sys, time
for n in range(2):
    sys.stdout.write(f"\\r{n}")
    sys.stdout.flush()
    time.sleep(0.01)
"""

WARNINGS = """
import warnings
warnings.simplefilter("once")
warnings.warn("x")
warnings.resetwarnings()

import warnings
with warnings.catch_warnings():
    warnings.simplefilter("error")
    warnings.warn("x")

print("x" is "x")

import sys
sys.excepthook = lambda *_: print("raté")
sys.excepthook = sys.__excepthook__

get_ipython().set_custom_exc((ValueError,), lambda *_: None)
"""

ASYNC = """
import asyncio
await asyncio.sleep(0)

import asyncio
await asyncio.sleep(0.01)

async def nombres():
    yield 1
async for n in nombres():
    print(n)

import asyncio
async with asyncio.timeout(5), asyncio.Lock():
    await asyncio.sleep(0)

import asyncio
async with asyncio.TaskGroup() as groupe:
    groupe.create_task(asyncio.sleep(0))

import asyncio
print(await asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2)))

import asyncio
tache = asyncio.create_task(asyncio.sleep(0, "fini"))

import asyncio
tache = asyncio.create_task(asyncio.sleep(0.01, "fini"))
print(await tache)

import asyncio
async def travail():
    await asyncio.sleep(0.01)
tache_de_fond = asyncio.create_task(travail())

print(await tache_de_fond)

import asyncio
asyncio.get_running_loop()

import asyncio
await asyncio.get_running_loop().run_in_executor(None, len, "abc")

import asyncio
boucle = asyncio.get_event_loop()
boucle.create_task(asyncio.sleep(0))

import asyncio
asyncio.run(asyncio.sleep(0))

import asyncio
asyncio.get_event_loop().run_until_complete(asyncio.sleep(0))

import asyncio
asyncio.new_event_loop().run_until_complete(asyncio.sleep(0))

import asyncio, threading
fil = threading.Thread(target=lambda: asyncio.run(asyncio.sleep(0)))
fil.start()
fil.join()

import asyncio
await asyncio.wait_for(asyncio.sleep(9), timeout=0.01)

import asyncio
limite = asyncio.Semaphore(2)
async with limite:
    pass

async with limite:
    pass

import asyncio
processus = await asyncio.create_subprocess_exec("true")
await processus.wait()

async def deux():
    return 2
deux()

import asyncio
asyncio.current_task().get_name()

import asyncio
asyncio.ensure_future(asyncio.sleep(0))

import httpx
async with httpx.AsyncClient() as client:
    print(client.timeout)

import nest_asyncio
nest_asyncio.apply()
"""

DISPLAY = """
display(1, "deux", [3])

from IPython.display import HTML, Markdown
display(HTML("<b>gras</b>"), Markdown("**gras**"))

from IPython.display import JSON, SVG, Javascript, Latex, Math, Pretty, Code
display(JSON({"a": 1}), SVG("<svg xmlns='http://www.w3.org/2000/svg'></svg>"), Javascript("1"), Latex("$x$"))

from IPython.display import Image, IFrame, Audio
display(Image(url="https://exemple.fr/a.png"), IFrame("https://exemple.fr", 10, 10), Audio([0, 1], rate=8000))

from IPython.display import Video
display(Video("film.mp4"))

from IPython.display import FileLink, FileLinks
display(FileLinks("."))

from IPython.display import ProgressBar
for _ in ProgressBar(2):
    pass

from IPython.display import clear_output
clear_output(wait=True)

poignee = display("un", display_id=True)
poignee.update("deux")

from IPython.display import DisplayHandle, update_display
display("un", display_id="x")
update_display("deux", display_id="x")
DisplayHandle().display("un")

from IPython.display import display_html, publish_display_data
display_html("<b>x</b>", raw=True)
publish_display_data({"text/plain": "x"})

from IPython.core.display import display, HTML

from IPython.core.display import HTML
HTML("<style>.container { width: 100% }</style>")

from IPython.utils import io
with io.capture_output() as capture:
    print("x")
    display("y")
print(capture.stdout, len(capture.outputs))

import pandas as pd
display(pd.DataFrame({"a": [1]}).style.highlight_max())

import pandas as pd
pd.set_option("display.max_rows", 100)
pd.options.display.float_format = "{:.1f}".format
pd.DataFrame({"a": [1]})

import pandas as pd
pd.DataFrame({"a": [1]}).to_csv("table.csv")
pd.read_csv("table.csv")

class Mesure:
    def __repr__(self):
        raise ValueError("x")
Mesure()

class Mesure:
    def _repr_html_(self):
        raise ValueError("x")
display(Mesure())

class Mesure:
    def _ipython_display_(self):
        print("x")
display(Mesure())
"""

IPYTHON = """
get_ipython().kernel

get_ipython().kernel.shell.user_ns

get_ipython().kernel.session.session

get_ipython().kernel.get_parent()

get_ipython().parent_header, get_ipython().get_parent()

get_ipython().run_line_magic("time", "1")

get_ipython().run_cell_magic("bash", "", "echo un")

get_ipython().run_cell("x = 1")

get_ipython().system("echo un")
get_ipython().getoutput("echo un")

get_ipython().user_ns["n"] = 1
print(n)

get_ipython().push({"n": 1})
get_ipython().ex("m = n")
print(get_ipython().ev("m"))

def avant():
    pass
get_ipython().events.register("pre_execute", avant)
get_ipython().events.unregister("pre_execute", avant)

def apres(resultat):
    print(resultat.execution_count)
get_ipython().events.register("post_run_cell", apres)
get_ipython().events.unregister("post_run_cell", apres)

get_ipython().set_next_input("n = 1")

print(get_ipython().config["IPKernelApp"]["connection_file"])

if "IPKernelApp" not in get_ipython().config:
    raise SystemError("pas dans un notebook")

if get_ipython().__class__.__name__ != "ZMQInteractiveShell":
    raise SystemError("pas dans un notebook")

import sys
if "ipykernel" not in sys.modules:
    raise SystemError("pas dans un notebook")

import builtins
builtins.__IPYTHON__, get_ipython().ast_transformers

get_ipython().input_transformers_cleanup.append(lambda lines: lines)
get_ipython().input_transformers_cleanup.pop()

get_ipython().execution_count

get_ipython().history_manager.input_hist_raw[-1]

list(get_ipython().history_manager.get_tail(1))

get_ipython().display_formatter.formatters["text/html"].for_type(complex, str)

get_ipython().display_pub.publish({"text/plain": "x"})

get_ipython().payload_manager.write_payload({"source": "x"})

get_ipython().register_magic_function(lambda line: line, magic_name="salut")

get_ipython().showtraceback()

get_ipython().ask_exit

get_ipython().user_module.__name__, get_ipython().profile_dir.location, get_ipython().ipython_dir

get_ipython().db["parite"] = 1

import IPython
print(IPython.version_info, IPython.get_ipython())

import IPython
IPython.paths.get_ipython_dir()

import ipykernel
ipykernel.get_connection_file()

from ipykernel.kernelapp import IPKernelApp
IPKernelApp.instance().connection_file

from jupyter_core.paths import jupyter_data_dir, jupyter_runtime_dir
print(jupyter_data_dir(), jupyter_runtime_dir())

print(In[-1][:20])

Out, _, __, ___

_ih, _oh, _dh, _i, _ii, _iii

_ih[-1]

import os
print(os.environ["JPY_PARENT_PID"])

import sys
sys.displayhook(1)

print(sorted(locals())[:1], dir()[:1], vars() is globals(), len(dict(globals())))

import __main__, sys
if sys.modules["__main__"].__dict__ is not globals():
    raise SystemError("pas le même module")

from pathlib import Path
ICI = Path(__file__).parent

print(__builtins__, __doc__, __spec__, __loader__, __package__)
"""

PERSON = """
import getpass
getpass.getuser()

import getpass
getpass.getpass()

nom = input("Votre nom : ")
print(nom)

try:
    nom = input("Votre nom : ")
except EOFError:
    nom = ""

import os
try:
    os.getlogin()
except OSError:
    pass

import os, pwd
pwd.getpwuid(os.getuid()).pw_name

import os, pwd
os.listdir(pwd.getpwuid(os.getuid()).pw_dir)

import grp, os
grp.getgrgid(os.getgid()).gr_name

from pathlib import Path
list(Path.home().iterdir())

from pathlib import Path
(Path.home() / ".mon_cache").mkdir(exist_ok=True)

from pathlib import Path
Path("~/note.txt").expanduser().write_text("x")

import netrc
netrc.netrc()

from pathlib import Path
Path("/tmp/parite.txt").write_text("x")
Path("/tmp/parite.txt").unlink()

import os, tempfile
os.rmdir(tempfile.mkdtemp())

import tempfile
with tempfile.NamedTemporaryFile("w") as fichier, tempfile.TemporaryDirectory() as dossier:
    fichier.write(dossier)

import os
os.environ["TOKEN"] = "x"
print(os.environ["TOKEN"], os.getenv("API_KEY", "défaut"))

import os
os.environ["HOME"], os.environ["PATH"], os.environ["LANG"]

import os
os.environ["USER"]

import os
os.environ["SHELL"]

import os
os.environ["LOGNAME"]

import os, time
os.environ["TZ"] = "Europe/Paris"
time.tzset()

import locale
locale.setlocale(locale.LC_ALL, "")
locale.getpreferredencoding(), locale.getlocale(), locale.localeconv()

import locale
locale.setlocale(locale.LC_TIME, "fr_FR.UTF-8")

import platform
platform.platform(), platform.node(), platform.uname(), platform.python_version()

import platform
platform.freedesktop_os_release()

import socket
socket.gethostname(), socket.getfqdn()

import socket
socket.gethostbyname("localhost")

import socket
socket.getaddrinfo("localhost", 80)

import socket
socket.gethostbyaddr("127.0.0.1")

import socket
socket.getservbyname("http")

import socket
socket.create_server(("127.0.0.1", 0)).close()

import socket
socket.create_connection(("127.0.0.1", 9), timeout=1)

import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as prise:
    prise.connect(("10.255.255.255", 1))

import os
os.getcwd(), os.listdir(), os.listdir("/")

import os
os.chdir(os.getcwd())
os.makedirs("sorties/un", exist_ok=True)

import os
os.cpu_count(), os.getloadavg(), os.uname(), os.getpid(), os.getppid(), os.sched_getaffinity(0)

import shutil
shutil.disk_usage("."), shutil.get_terminal_size(), shutil.which("ls")

from pathlib import Path
Path("ex1_monitoring.ipynb").read_text(encoding="utf-8")

from pathlib import Path
Path("/proc/cpuinfo").read_text()

from pathlib import Path
Path("/etc/hosts").read_text()

from pathlib import Path
Path("/etc/passwd").read_text()

from pathlib import Path
Path("/etc/os-release").read_text()

from pathlib import Path
Path("/etc/hostname").read_text()

from pathlib import Path
Path("/dev/null").write_text("x")

from pathlib import Path
Path("/dev/stdout").write_text("x")

import psutil
psutil.cpu_percent(), psutil.virtual_memory(), psutil.Process().memory_info()

import psutil
psutil.net_if_addrs()

import psutil
psutil.disk_usage("/")

from datetime import datetime
from zoneinfo import ZoneInfo
datetime.now().astimezone(), ZoneInfo("Europe/Paris")

import ssl
ssl.create_default_context()

import sys, subprocess
subprocess.check_output([sys.executable, "--version"])
"""

STREAMS = """
import sys
sys.stdout.isatty(), sys.stderr.isatty(), sys.stdin.isatty()

import sys
sys.stdin.read()

for ligne in __import__("sys").stdin:
    print(ligne)

import sys
sys.stdin.fileno(), sys.stdin.encoding

import sys
sys.stdout.encoding.lower(), sys.stderr.encoding.lower()

import sys
sys.stdout.name

import sys
sys.stdout.fileno(), sys.stderr.fileno()

import sys
sys.stdout.buffer.write(b"x")

import sys
sys.stdout.reconfigure(encoding="utf-8")

import sys
sys.stdout.write("x")
sys.stdout.writelines(["x", "y"])
sys.stdout.flush()
sys.stdout.writable(), sys.stdout.readable(), sys.stdout.seekable(), sys.stdout.closed

import sys
sys.stdout.line_buffering

import sys
sys.__stdout__.write("x")
sys.__stdout__.flush()

import sys
print("x", file=sys.stderr, flush=True)

import os
os.write(1, b"x")
os.system("echo un")

import os
os.popen("echo un").read()

import io, sys
ancien, sys.stdout = sys.stdout, io.StringIO()
print("x")
sys.stdout = ancien

import sys
ancien, sys.stdout = sys.stdout, open("sortie.txt", "w")
print("x")
sys.stdout.close()
sys.stdout = ancien

import argparse, sys
print(sys.argv[0])
argparse.ArgumentParser().parse_args([])

import argparse
argparse.ArgumentParser().parse_args()

import csv, json, pprint, sys
pprint.pprint({"a": 1}, stream=sys.stdout)
csv.writer(sys.stdout).writerow([1, 2])
json.dump({"a": 1}, sys.stdout)

import functools
print = functools.partial(print, flush=True)
del print
"""

PROCESSES = """
import subprocess
subprocess.run(["echo", "un"], capture_output=True, text=True, check=True).stdout

import subprocess
subprocess.check_output(["whoami"])

import subprocess
subprocess.run(["false"], check=True)

import subprocess, sys
subprocess.run(["echo", "un"], stdout=sys.stdout, check=True)

import subprocess, sys
subprocess.run([sys.executable, "-c", "import requests"], check=True)

import subprocess
serveur = subprocess.Popen(["sleep", "5"])
serveur.terminate()
serveur.wait()

import subprocess
subprocess.run(["sleep", "5"], timeout=0.05)

import os
enfant = os.fork()
if enfant == 0:
    os._exit(0)
os.waitpid(enfant, 0)

import multiprocessing
with multiprocessing.Pool(1) as groupe:
    print(groupe.map(len, ["a"]))

import multiprocessing
def travail():
    pass
enfant = multiprocessing.Process(target=travail)
enfant.start()
enfant.join()

import multiprocessing
multiprocessing.Manager().dict()

from multiprocessing import shared_memory
memoire = shared_memory.SharedMemory(create=True, size=10)
memoire.close()
memoire.unlink()

from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as groupe:
    print(list(groupe.map(len, ["a"])))

from concurrent.futures import ThreadPoolExecutor
groupe = ThreadPoolExecutor(2)
groupe.submit(print, "x")

from concurrent.futures import ProcessPoolExecutor
with ProcessPoolExecutor(1) as groupe:
    print(list(groupe.map(len, ["a"])))

import threading
def rater():
    raise ValueError("x")
fil = threading.Thread(target=rater)
fil.start()
fil.join()

import threading
minuteur = threading.Timer(60, print)
minuteur.daemon = True
minuteur.start()
threading.Timer(0.01, print).start()

import threading
verrou = threading.RLock()
threading.Event().wait(0.01)
if threading.main_thread() is not threading.current_thread():
    raise SystemError("pas le fil principal")

import http.server, threading
serveur = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
fil.start()
serveur.shutdown()
serveur.server_close()

import signal
signal.signal(signal.SIGINT, signal.default_int_handler)

import signal
def trop_long(*_):
    raise TimeoutError
ancien = signal.signal(signal.SIGALRM, trop_long)
signal.alarm(5)
signal.alarm(0)
signal.signal(signal.SIGALRM, ancien)

import atexit
atexit.register(print, "fin")

import faulthandler
faulthandler.enable()

import sys
sys.setrecursionlimit(5000)
sys.settrace(None)

import gc
gc.disable()
gc.enable()
gc.collect()

import resource, tracemalloc
tracemalloc.start()
tracemalloc.stop()
resource.getrlimit(resource.RLIMIT_NOFILE), resource.getrusage(resource.RUSAGE_SELF)

import sched, time
horaire = sched.scheduler(time.time, time.sleep)
horaire.enter(0.01, 1, print)
horaire.run()

raise KeyboardInterrupt

breakpoint()
"""

LANGUAGE = """
# Un commentaire seul

n = 3; m = 4; n + m

def main():
    print("principal")
if __name__ == "__main__":
    main()

import copy, pickle
class Mesure:
    pass
copy.deepcopy(pickle.loads(pickle.dumps(Mesure())))

import pickle
class Mesure:
    pass
with open("mesure.pickle", "wb") as fichier:
    pickle.dump([Mesure()], fichier)

from dataclasses import dataclass, field, asdict
@dataclass
class Mesure:
    nom: str
    delais: list[float] = field(default_factory=list)
print(asdict(Mesure("api")))

from __future__ import annotations
from dataclasses import dataclass
@dataclass(frozen=True, slots=True)
class Mesure:
    suivante: Mesure | None = None

from typing import NamedTuple, get_type_hints
class Mesure(NamedTuple):
    nom: str
get_type_hints(Mesure)

import inspect
def double(n):
    return 2 * n
print(inspect.getsource(double))

import inspect
class Mesure:
    pass
print(inspect.getsource(Mesure))

import inspect
inspect.currentframe().f_code.co_filename, inspect.stack()[0].lineno

import traceback
try:
    1 / 0
except ZeroDivisionError:
    traceback.print_exc()

import doctest
def double(n):
    \"\"\">>> double(2)
    4
    \"\"\"
    return 2 * n
doctest.testmod()

import unittest
class TestDouble(unittest.TestCase):
    def test(self):
        self.assertEqual(1, 1)
unittest.main(argv=[""], exit=False)

import unittest
unittest.main()

raise NotImplementedError

absent

def (:

print "deux"

await

>>> print(1)

python --version

/print 1

open("absent.txt")

with open("note.txt", "w", encoding="utf-8") as fichier:
    fichier.write("é")

import sqlite3
sqlite3.connect("cache.db").execute("select 1").fetchall()

import shelve
with shelve.open("cache") as cache:
    cache["a"] = 1

import sys, types
sys.modules["mon_module"] = types.ModuleType("mon_module")
import mon_module

from pydantic import BaseModel
class Mesure(BaseModel):
    nom: str
Mesure(nom="api")
"""

REQUESTS = """
import requests
session = requests.Session()
session.headers["User-Agent"] = "moi"
session.trust_env = False

import requests
requests.get("https://api.github.com", timeout=1)

import requests
requests.get("http://localhost:9/", timeout=1)

import requests
requests.utils.get_environ_proxies("http://exemple.fr"), requests.utils.get_netrc_auth("http://exemple.fr")

import socket
socket.setdefaulttimeout(5)
socket.setdefaulttimeout(None)

import urllib.request
urllib.request.urlopen("http://service.invalid/", timeout=1)

import httpx
httpx.get("http://127.0.0.1:9/")

import vcr
vcr.VCR()

import flask
application = flask.Flask(__name__)

import websocket
websocket.create_connection("ws://127.0.0.1:9/", timeout=1)
"""

COURSE = """
from grader import check, hint, solution, start, verify
services = start("ex1_monitoring")
webhook_url = services.pop("webhook")
services

import requests
print(requests.get(services["catalogue"], timeout=5).json()["status"].upper())

import requests
requests.get(services["stock"], timeout=5)

import requests
requests.get(webhook_url, timeout=5).json()

import httpx
async with httpx.AsyncClient() as client:
    await client.get(services["comptes"])

from concurrent.futures import ThreadPoolExecutor
import requests
with ThreadPoolExecutor() as groupe:
    print(list(groupe.map(requests.get, [services["catalogue"], services["comptes"]])))

check("latence")

check()

resultat = check("latence")
display(resultat)

hint("latence")
hint("latence")

solution("latence")

hint("inconnue")

from grader import *

import grader
services = grader.start("ex1_monitoring")
grader.check("latence")

from grader import start
start("ex1_monitoring")["catalogue"]

from grader import start
start("inconnu")

from grader import progress
progress()

from grader import quiz
quiz("idempotent")

from grader import Stage
import requests
scene = Stage()
print(requests.get(scene.route("/a", json=[1]).url, timeout=5).json())
scene.close()

from grader import absent

from grader.errors import UserError
from grader.stage import Answer
import grader.notebook.check, grader.clock

import time
avant = time.perf_counter()
time.sleep(0.01)
print(time.perf_counter() - avant)
"""

# Whatever these leave behind, little comes after them.
LAST = """
%cd ..
%cd -

import nest_asyncio2
nest_asyncio2.apply()

import asyncio, nest_asyncio2
nest_asyncio2.apply()
asyncio.run(asyncio.sleep(0))

from rich.traceback import install
install()

import os
os.environ.clear()
"""


_SECTIONS = (
    COURSE,
    SHELL_AND_HELP,
    IMPORTS,
    LOGGING,
    MATPLOTLIB,
    WIDGETS,
    PROGRESS,
    WARNINGS,
    ASYNC,
    DISPLAY,
    IPYTHON,
    PERSON,
    STREAMS,
    PROCESSES,
    LANGUAGE,
    REQUESTS,
    LINE_MAGICS,
    CELL_MAGICS,
    ALONE,
    LAST,
)


def beginnings() -> list[tuple[str, str]]:
    """Return every beginning, in the order in which to run them: its name, and the whole cell.

    A function follows each that returns the beginning's number, from 0 on.
    """
    found: dict[str, str] = {}
    for section in _SECTIONS:
        for paragraph in section.strip("\n").split("\n\n"):
            short, full = _names(paragraph)
            name = full if short in found else short
            if name in found:
                raise ValueError(f"two beginnings are alike: {name!r}")
            found[name] = paragraph if section is ALONE else paragraph + TAIL.format(number=len(found))
    return list(found.items())


def _names(paragraph: str) -> tuple[str, str]:
    """Return a beginning's short name, without what it imports if it does anything else, and its full one."""
    lines = [line.strip() for line in paragraph.split("\n")]
    telling = [line for line in lines if not line.startswith(("import ", "from "))]
    return " | ".join(telling or lines), " | ".join(lines)
