"""The lab's api.github.com: the stand-in has GitHub's own shapes, and refuses as GitHub does."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from grader.lab import credentials
from grader.lab.github.application import create_app
from grader.lab.github.callers import TOKENS

API = "https://api.github.com"
# Taken from npm @octokit/openapi by tools/github_schemas.py.
SCHEMAS = json.loads(Path(__file__).with_name("github_schemas.json").read_text(encoding="utf-8"))
STAND_IN = "doublure d'api.github.com (grader/lab/github)"


class Caller:
    """A client that shows a token."""

    def __init__(self, token="ghp_your_token_here"):
        self._client = create_app().test_client()
        self.token = token

    def __call__(self, target, method="GET", headers=None, **options):
        shown = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        target = target.removeprefix(API)
        return self._client.open(
            target, method=method, base_url=API, headers={**shown, **(headers or {})}, **options
        )


@pytest.fixture
def ask():
    return Caller()


def assert_shape(value, name):
    """The value is what GitHub describes, and has no field that GitHub does not describe."""
    schema = {**SCHEMAS, "$ref": f"#/components/schemas/{name}"}
    errors = [
        f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(value)
    ]
    assert errors == []
    assert value.keys() - SCHEMAS["components"]["schemas"][name]["properties"].keys() <= {"status"}


def links(answer):
    found = {}
    for part in filter(None, answer.headers.get("Link", "").split(", ")):
        address, _, rel = part.partition("; rel=")
        found[rel.strip('"')] = address.strip("<>")
    return found


def every_page(ask, target):
    pages = []
    while target:
        answer = ask(target)
        pages.append(answer.json)
        target = links(answer).get("next")
    return pages


@pytest.mark.parametrize("token", sorted(TOKENS))
def test_tokens_are_demonstration_credentials(token):
    assert token in credentials.listed()


def test_repositories_of_the_organisation_have_githubs_shape(ask):
    answer = ask("/orgs/myorg/repos?per_page=100")
    assert answer.headers["X-Cours"] == STAND_IN
    assert len(answer.json) == 20
    for repository in answer.json:
        assert_shape(repository, "minimal-repository")
        assert_shape(ask(f"/repos/{repository['full_name']}").json, "full-repository")


def test_issues_and_pull_requests_have_githubs_shape(ask):
    for page in every_page(ask, "/repos/myorg/infra/issues?per_page=100&state=all"):
        for issue in page:
            assert_shape(issue, "issue")


def test_a_persons_repository_has_three_pages_of_issues_and_is_not_the_organisations(ask):
    pages = every_page(ask, "/repos/ada-lovelace/astreinte/issues?per_page=100")
    assert [len(page) for page in pages] == [100, 100, 10]
    for issue in [pages[0][0], pages[-1][-1]]:
        assert_shape(issue, "issue")
    assert_shape(ask("/repos/ada-lovelace/astreinte").json, "full-repository")
    listed = [row["name"] for row in ask("/orgs/myorg/repos?per_page=100").json]
    assert "astreinte" not in listed
    assert ask("/repos/myorg/astreinte").status_code == 404


def test_labels_and_rate_limit_have_githubs_shape(ask):
    for label in ask("/repos/myorg/atlas/labels").json:
        assert_shape(label, "label")
    assert_shape(ask("/rate_limit").json, "rate-limit-overview")


def test_a_created_issue_has_githubs_shape_and_stays(ask):
    answer = ask("/repos/myorg/atlas/issues", "POST", json={"title": "Titre", "body": "Texte"})
    assert (answer.status_code, answer.json["number"]) == (201, 13)
    assert_shape(answer.json, "issue")
    assert ask(answer.headers["Location"]).json == answer.json


def test_links_lead_through_every_page_of_an_organisation(ask):
    pages = every_page(ask, "/orgs/myorg/repos?per_page=8")
    assert [len(page) for page in pages] == [8, 8, 4]
    assert len({row["id"] for page in pages for row in page}) == 20


def test_links_of_a_middle_page(ask):
    address = f"{API}/organizations/9001/repos?per_page=8&page="
    expected = {"prev": f"{address}1", "next": f"{address}3", "last": f"{address}3", "first": f"{address}1"}
    assert links(ask("/orgs/myorg/repos?per_page=8&page=2")) == expected


def test_a_list_of_one_page_has_no_link(ask):
    assert "Link" not in ask("/orgs/myorg/repos?per_page=100").headers


def test_a_page_has_at_most_100(ask):
    assert len(ask("/repos/myorg/infra/issues?per_page=1000").json) == 100


def test_250_open_issues_over_three_pages_fifty_of_them_pull_requests(ask):
    pages = every_page(ask, "/repos/myorg/infra/issues?per_page=100")
    items = [item for page in pages for item in page]
    assert [len(page) for page in pages] == [100, 100, 50]
    assert len({item["number"] for item in items}) == 250
    assert sum("pull_request" in item for item in items) == 50
    assert ask("/repos/myorg/infra").json["open_issues_count"] == 250
    assert {item["state"] for item in items} == {"open"}


def test_state_since_labels_and_order(ask):
    assert len(ask("/repos/myorg/infra/issues?state=closed").json) == 30
    recent = ask("/repos/myorg/infra/issues?since=2026-01-01T00:00:00Z&state=all&per_page=100").json
    assert recent
    assert min(item["updated_at"] for item in recent) >= "2026-01-01T00:00:00Z"
    updated = [
        item["updated_at"] for item in ask("/repos/myorg/infra/issues?sort=updated&direction=asc").json
    ]
    assert updated == sorted(updated)
    labelled = ask("/repos/myorg/infra/issues?labels=bug").json
    assert labelled
    assert all("bug" in [label["name"] for label in item["labels"]] for item in labelled)


@pytest.mark.parametrize("query", ["state=ouvert", "sort=titre", "since=hier"])
def test_a_bad_query_is_invalid(ask, query):
    answer = ask(f"/repos/myorg/infra/issues?{query}")
    assert answer.status_code == 422
    assert_shape(answer.json, "validation-error")


@pytest.mark.parametrize(
    ("token", "method", "target", "body", "status", "message"),
    [
        ("ghp_revoque", "GET", "/repos/myorg/atlas", None, 401, "Bad credentials"),
        ("", "POST", "/repos/myorg/atlas/issues", {"title": "x"}, 401, "Requires authentication"),
        ("ghp_lecture_seule", "POST", "/repos/myorg/atlas/issues", {"title": "x"}, 403, "Resource not"),
        (
            "ghp_your_token_here",
            "POST",
            "/repos/myorg/nagios-sondes/issues",
            {"title": "x"},
            403,
            "Repository",
        ),
        ("ghp_quota_epuise", "GET", "/repos/myorg/atlas", None, 403, "API rate limit exceeded"),
        ("ghp_externe", "GET", "/repos/myorg/coffre", None, 404, "Not Found"),
        ("", "GET", "/repos/myorg/coffre", None, 404, "Not Found"),
        ("ghp_your_token_here", "GET", "/repos/myorg/absent", None, 404, "Not Found"),
        ("ghp_your_token_here", "GET", "/orgs/absente/repos", None, 404, "Not Found"),
        ("ghp_your_token_here", "PUT", "/repos/myorg/atlas", None, 404, "Not Found"),
        ("ghp_your_token_here", "GET", "/repos/myorg/dns-zones/issues", None, 410, "Issues has been"),
        ("ghp_trop_presse", "GET", "/repos/myorg/atlas", None, 429, "You have exceeded a secondary"),
    ],
)
def test_refusals(token, method, target, body, status, message):
    answer = Caller(token)(target, method, json=body)
    assert answer.status_code == status
    assert answer.json["message"].startswith(message)
    assert answer.json["status"] == str(status)
    assert_shape(answer.json, "basic-error")


@pytest.mark.parametrize("body", [{}, {"title": ""}, {"title": "x", "body": 7}])
def test_an_issue_that_cannot_be(ask, body):
    answer = ask("/repos/myorg/atlas/issues", "POST", json=body)
    assert answer.status_code == 422
    assert_shape(answer.json, "validation-error")


def test_an_issue_that_is_no_json(ask):
    assert ask("/repos/myorg/atlas/issues", "POST", data="{").status_code == 400


def test_what_is_missing_is_named(ask):
    answer = ask("/repos/myorg/atlas/issues", "POST", json={"title": ""})
    assert answer.json["errors"] == [{"resource": "Issue", "field": "title", "code": "missing_field"}]


def test_a_private_repository_is_not_listed_for_others():
    listed = {row["name"] for row in Caller("ghp_externe")("/orgs/myorg/repos?per_page=100").json}
    assert "atlas" in listed
    assert "coffre" not in listed


def remaining(answer):
    return int(answer.headers["X-RateLimit-Remaining"])


def test_every_answer_says_how_many_requests_are_left(ask):
    assert [remaining(ask("/repos/myorg/atlas")) for _ in range(3)] == [4987, 4986, 4985]
    assert ask("/rate_limit").json["resources"]["core"]["remaining"] == 4985
    assert Caller("")("/repos/myorg/atlas").headers["X-RateLimit-Limit"] == "60"
    assert ask("/rate_limit").headers["X-RateLimit-Reset"] == "1767607200"  # 2026-01-05T10:00:00Z


def test_the_secondary_limit_says_how_long_to_wait():
    assert Caller("ghp_trop_presse")("/repos/myorg/atlas").headers["Retry-After"] == "30"


def test_what_did_not_change_is_304_and_free_for_who_shows_a_token(ask):
    first = ask("/repos/myorg/atlas/issues")
    again = ask("/repos/myorg/atlas/issues", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, remaining(again)) == (304, b"", remaining(first))
    assert again.headers["ETag"] == first.headers["ETag"]
    ask("/repos/myorg/atlas/issues", "POST", json={"title": "Titre"})
    assert (
        ask("/repos/myorg/atlas/issues", headers={"If-None-Match": again.headers["ETag"]}).status_code == 200
    )


def test_a_304_costs_whoever_shows_no_token():
    ask = Caller("")
    first = ask("/repos/myorg/atlas")
    again = ask("/repos/myorg/atlas", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, remaining(again)) == (304, remaining(first) - 1)


def test_two_applications_answer_the_same_bytes():
    target = "/repos/myorg/infra/issues?per_page=100"
    assert Caller()(target).data == Caller()(target).data
