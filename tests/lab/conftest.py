"""What the tests of the lab share."""

import pytest
from werkzeug.test import Client

from grader.lab.api import create_app


@pytest.fixture
def api() -> Client:
    """Return a client of the course's API, fresh."""
    return create_app().test_client()
