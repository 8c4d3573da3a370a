"""One warm sandbox for all the tests of this folder, and code to run in it."""

from collections.abc import Callable, Iterator
from textwrap import dedent
from typing import Any

import pytest

from grader.errors import UserError
from grader.sandbox.command import require_sandbox
from grader.sandbox.sandbox import Sandbox, Submission
from grader.student.handle import Student


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Return a sandbox, started with a secret in the environment around it."""
    try:
        require_sandbox()
    except UserError as error:
        pytest.skip(str(error))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JETON_DE_CORRECTION", "secret")
        sandbox = Sandbox()
    with sandbox:
        yield sandbox


@pytest.fixture
def submission(sandbox: Sandbox) -> Iterator[Submission]:
    """Return the process of one submission."""
    with sandbox.submission() as submission:
        yield submission


@pytest.fixture
def inside(submission: Submission) -> Callable[[str], Any]:
    """Return what runs Python in a check's copy of the submission and returns the last expression's value."""

    def run(code: str) -> Any:
        with submission.fork() as link:
            return Student(link).run(dedent(code))

    return run


@pytest.fixture
def works(sandbox: Sandbox) -> Callable[[], bool]:
    """Return what tells whether an honest submission is served as ever."""

    def serve() -> bool:
        with sandbox.submission() as honest:
            honest.run_cell("import requests\ndef get(url): return requests.get(url, timeout=1).json()", None)
            url = honest.stage.route("/", json=[1, 2], delay=0.5).url
            with honest.fork() as link:
                return Student(link).get(url) == [1, 2] and honest.clock.elapsed == 0.5

    return serve
