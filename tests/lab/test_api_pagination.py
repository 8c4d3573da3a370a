"""Lists in pages: by the Link header (/events) and by a cursor (/logs)."""

import base64

import pytest
from requests.utils import parse_header_links


def links(response) -> dict[str, str]:
    return {link["rel"]: link["url"] for link in parse_header_links(response.headers["Link"])}


def test_events_are_read_by_following_the_links(api):
    url, seen = "https://api.example.com/events?limit=10&host=srv-web-01", []
    while url:
        response = api.get(url)
        seen += response.json
        url = links(response).get("next")
    assert len(seen) == 8
    assert {event["host"] for event in seen} == {"srv-web-01"}
    assert len({event["id"] for event in seen}) == 8


def test_links_name_the_pages_that_exist(api):
    there = {page: set(links(api.get(f"/events?limit=10&page={page}"))) for page in (1, 2, 3, 9)}
    assert there == {
        1: {"first", "next", "last"},
        2: {"first", "prev", "next", "last"},
        3: {"first", "prev", "last"},
        9: {"first", "prev", "last"},
    }
    assert links(api.get("/events?limit=10&page=9"))["prev"].endswith("page=3")


def test_links_are_whole_addresses_that_keep_the_filter(api):
    response = api.get("/events?host=srv-db-01&limit=2", base_url="https://api.example.com")
    assert links(response)["next"] == "https://api.example.com/events?host=srv-db-01&limit=2&page=2"


def test_an_unknown_host_has_no_event(api):
    response = api.get("/events?host=inconnu")
    assert response.json == []
    assert set(links(response)) == {"first", "last"}


@pytest.mark.parametrize("url", ["/events?page=0", "/events?limit=101", "/logs?limit=0", "/logs?level=debug"])
def test_what_cannot_be_honoured_is_refused(api, url):
    assert api.get(url).status_code == 400


def cursor_of(api, **params):
    return api.get("/logs", query_string=params).json["next_cursor"]


def test_log_is_read_by_cursor_from_the_newest(api):
    seen, cursor = [], None
    while not seen or cursor:
        page = api.get("/logs", query_string={"limit": 5, **({"cursor": cursor} if cursor else {})}).json
        seen += [entry["id"] for entry in page["data"]]
        cursor = page["next_cursor"]
    assert seen == list(range(9012, 9000, -1))


def test_a_page_that_holds_the_rest_has_no_cursor(api):
    assert cursor_of(api, limit=12) is None
    assert cursor_of(api, limit=11) is not None


def test_the_filter_holds_for_every_page(api):
    first = api.get("/logs?level=warning&limit=2").json
    rest = api.get("/logs", query_string={"level": "warning", "cursor": first["next_cursor"]}).json
    assert [len(first["data"]), len(rest["data"]), rest["next_cursor"]] == [2, 1, None]


def test_a_new_entry_shifts_nothing_behind_a_cursor(api):
    cursor = cursor_of(api, limit=3)
    api.post("/orders", json={"item": "Disque", "quantity": 1})
    assert [e["id"] for e in api.get("/logs", query_string={"limit": 2, "cursor": cursor}).json["data"]] == [
        9009,
        9008,
    ]


@pytest.mark.parametrize("cursor", ["", "2", "é", "YXZhbnQ6", "====", base64.b64encode(b"avant:x").decode()])
def test_a_cursor_of_ones_own_is_refused(api, cursor):
    refused = api.get("/logs", query_string={"cursor": cursor})
    assert (refused.status_code, refused.json["parameter"]) == (400, "cursor")
