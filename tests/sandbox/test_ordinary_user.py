"""The sandbox of a user who is not root."""

import json
import os
import subprocess
import sys

import pytest

PROGRAM = """
import json, os
from grader.sandbox.command import require_sandbox
from grader.sandbox.sandbox import Sandbox
from grader.student.handle import Student

LOOK = '''
import os, requests
def written(folder):
    try:
        open(folder + "/trace", "w").close()
    except OSError:
        return False
    return True
def there(folder):
    return os.path.exists(folder + "/trace")
def look(url):
    everywhere = ["/", "/dev", "/tmp", "/usr", "/dev/shm", "/scratch"]
    left = list(filter(there, everywhere))
    return requests.get(url, timeout=1).json(), left, list(filter(written, everywhere)), os.listdir("/proc")
'''
require_sandbox()
seen = []
with Sandbox() as sandbox:
    for _ in range(2):
        with sandbox.submission() as submission:
            submission.run_cell(LOOK, None)
            with submission.fork() as link:
                seen.append(Student(link).look(submission.stage.route("/", json=[1]).url))
print(json.dumps([os.getuid(), seen]))
"""


@pytest.fixture
def as_user():
    """Return the words that run a program as an ordinary user, who can read this Python."""
    if os.getuid() != 0:
        return []
    for words in (
        ["runuser", "-u", "nobody", "--"],
        ["unshare", "--user", "--map-user=1000", "--map-group=1000"],
    ):
        try:
            tried = subprocess.run([*words, sys.executable, "-c", "pass"], capture_output=True, cwd="/")
        except FileNotFoundError:
            continue
        if tried.returncode == 0:
            return words
    pytest.skip("aucun utilisateur ordinaire ne peut lancer ce Python ici")


def test_it_isolates_and_forgets_as_that_of_root_does(sandbox, as_user):
    words = [*as_user, sys.executable, "-c", PROGRAM]
    done = subprocess.run(words, capture_output=True, text=True, cwd="/", timeout=60)
    assert done.stderr == ""
    user, seen = json.loads(done.stdout)
    assert user != 0
    assert seen == [[[1], [], ["/tmp", "/dev/shm", "/scratch"], []]] * 2
