"""What is out of order at api.example.com."""

import pytest

from grader.lab.api import create_app


@pytest.mark.parametrize(("path", "status"), [("/statistics", 500), ("/licences", 502)])
def test_page_is_out_of_order(path, status):
    response = create_app().test_client().get(path)
    assert response.status_code == response.json["status"] == status
    assert response.content_type == "application/problem+json"
