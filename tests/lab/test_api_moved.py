"""Where api.example.com sends its callers."""

import pytest

ORIGIN = "https://api.example.com"


@pytest.mark.parametrize(
    ("method", "path", "status", "target"),
    [
        ("GET", "/incidents", 301, "/tickets"),
        ("POST", "/incidents", 301, "/tickets"),
        ("GET", "/machines/web-01", 301, "/servers/web-01"),
        ("GET", "/machines/inconnue", 301, "/servers/inconnue"),
        ("GET", "/on-call", 302, "/users/106"),
    ],
)
def test_address_is_elsewhere(api, method, path, status, target):
    response = api.open(path, method=method, base_url=ORIGIN)
    assert (response.status_code, response.headers["Location"]) == (status, ORIGIN + target)
    assert response.json == {"location": ORIGIN + target}


def test_a_post_to_the_old_address_creates_nothing(api):
    api.post("/incidents", json={"title": "Disque plein"})
    assert api.get("/tickets").json["total"] == 2


def test_the_user_on_call_exists_and_is_active(api):
    assert api.get("/on-call", follow_redirects=True).json["active"] is True
