"""api.example.com answers what was not recorded, and says so."""

import pytest
import requests
from IPython.utils.capture import capture_output

from grader.lab import credentials

API = "https://api.example.com"
NEW = {"name": "Zoé", "email": "zoe@example.com"}


@pytest.fixture
def run(shell):
    """Return what runs a cell and gives the texts shown under it."""

    def run(source, cell_id=None):
        with capture_output() as shown:
            shell.run_cell(source, cell_id=cell_id).raise_error()
        return [output.data["text/plain"].replace("\xa0", " ") for output in shown.outputs]

    return run


def test_an_unrecorded_request_is_answered_live_and_labelled(replaying):
    replaying()
    response = requests.get(f"{API}/users/101")
    assert response.json()["name"] == "Chloé Lefèvre"
    assert response.headers["X-Cours"] == "en-direct"


def test_a_recorded_answer_is_not_labelled(recorded, replaying, run):
    replaying(recorded("lire", "GET", f"{API}/users/101", answer={"name": "enregistrée"}))
    assert run(f"print(requests.get('{API}/users/101').status_code)", "lire") == []
    assert "X-Cours" not in requests.get(f"{API}/users/101").headers


def test_one_line_under_the_cell_says_so(replaying, run):
    replaying()
    (line,) = run(f"for n in (101, 101, 102): requests.get(f'{API}/users/{{n}}')")
    assert line == (
        "En direct, sans enregistrement : réponse de l'API api.example.com à GET /users/101, GET /users/102"
    )
    (asked,) = run(f"requests.get('{API}/users', params={{'page': 2}})")
    assert asked.endswith(" à GET /users?page=2")
    (long,) = run(f"for n in range(50): requests.get(f'{API}/users/{{n}}')")
    assert "\n" not in long
    assert long.endswith("…")


def test_live_changes_last(replaying, run, shell):
    replaying()
    run(f"place = requests.post('{API}/users', json={NEW}).headers['Location']")
    run("read = requests.get(place).json(); gone = requests.delete(place).status_code")
    run("missing = requests.get(place).status_code")
    names = shell.user_ns
    assert (names["place"], names["read"]["name"]) == (f"{API}/users/126", "Zoé")
    assert (names["gone"], names["missing"]) == (204, 404)


def test_what_a_recorded_answer_made_believe_is_true_live(recorded, replaying):
    replaying(
        recorded(
            "creer",
            "POST",
            f"{API}/users",
            201,
            sent=(("Content-Type", "application/json"),),
            body=b'{"name": "John", "email": "john@example.com"}',
            answer={"id": 126},
        ),
        recorded("effacer", "DELETE", f"{API}/users/123", 204),
    )
    requests.post(f"{API}/users", json={"name": "John", "email": "john@example.com"})
    requests.delete(f"{API}/users/123")
    assert requests.get(f"{API}/users/126").json()["name"] == "John"
    assert requests.get(f"{API}/users/123").status_code == 404


def test_after_a_live_change_added_cells_see_it_and_the_lessons_cells_keep_theirs(
    recorded, replaying, run, shell
):
    listing = f"total = requests.get('{API}/users').json()['total']"
    replaying(recorded("lister", "GET", f"{API}/users", source=listing, answer={"total": 25}))
    run(listing.replace("total =", "before ="))
    run(f"requests.post('{API}/users', json={NEW})")
    run(listing.replace("total =", "after ="))
    run(listing, "lister")
    names = shell.user_ns
    assert (names["before"], names["after"], names["total"]) == (25, 26, 25)


def test_a_cell_that_changes_something_live_then_sees_it(recorded, replaying, run, shell):
    replaying(recorded("lister", "GET", f"{API}/users", answer={"total": 25}))
    run(
        f"requests.post('{API}/users', json={NEW}); total = requests.get('{API}/users').json()['total']",
        "lister",
    )
    assert shell.user_ns["total"] == 26


def test_an_added_cell_sees_what_the_lessons_cells_made_believe(recorded, replaying, run, shell):
    gone = f"gone = requests.delete('{API}/users/123').status_code"
    replaying(
        recorded("lire", "GET", f"{API}/users/123", answer={"name": "Jean Dupont"}),
        recorded("effacer", "DELETE", f"{API}/users/123", 204, source=gone),
    )
    run(gone, "effacer")
    run(f"read = requests.get('{API}/users/123').status_code", "added")
    run(f"again = requests.delete('{API}/users/123').status_code", "added-too")
    assert [shell.user_ns[name] for name in ("gone", "read", "again")] == [204, 404, 404]


def test_a_wrong_token_is_refused_by_the_api_itself(recorded, replaying):
    replaying(
        recorded("c", "GET", f"{API}/protected", sent=(("Authorization", "Bearer bon"),), answer="secret")
    )
    assert requests.get(f"{API}/protected", headers={"Authorization": "Bearer bon"}).status_code == 200
    assert requests.get(f"{API}/protected", headers={"Authorization": "Bearer faux"}).status_code == 401
    assert requests.get(f"{API}/protected").status_code == 401


def test_starting_again_gives_a_fresh_api(replaying):
    replaying()
    requests.delete(f"{API}/users/123")
    replaying()
    assert requests.get(f"{API}/users/123").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("HEAD", "/users/123", {}, 200),
        ("OPTIONS", "/users", {}, 200),
        ("PUT", "/users/123", {"json": NEW}, 200),
        ("PATCH", "/users/123", {"json": {"active": False}}, 200),
        ("POST", "/login", {"data": {"username": "admin", "password": "secret"}}, 200),
        ("GET", "/users", {"params": {"active": True}}, 400),
        ("DELETE", "/users", {}, 405),
        ("POST", "/users", {"data": NEW}, 415),
        (
            "POST",
            "/users",
            {"data": iter([b"{", b"}"]), "headers": {"Content-Type": "application/json"}},
            422,
        ),
    ],
)
def test_every_kind_of_request_gets_through(replaying, method, path, options, status):
    replaying()
    assert requests.request(method, API + path, **options).status_code == status


def test_problem_texts_are_read_in_their_accents(replaying):
    replaying()
    assert "Requête invalide" in requests.get(f"{API}/users", params={"active": True}).text
    assert "Aucun utilisateur ne porte l'identifiant 9" in requests.get(f"{API}/users/9").text


def test_tokens_are_given_live_and_open_the_live_page(replaying, run, shell):
    replaying()
    grant = {"grant_type": "client_credentials", "client_id": "my-client-id", "client_secret": "my-secret"}
    told = run(
        f"answer = requests.post('https://auth.example.com/oauth/token', data={grant})\n"
        "token = answer.json()['access_token']\n"
        f"page = requests.get('{API}/protected', headers={{'Authorization': f'Bearer {{token}}'}})"
    )
    assert shell.user_ns["page"].json()["user"] == "my-client-id"
    (line,) = told
    assert "api.example.com à GET /protected" in line
    assert "auth.example.com à POST /oauth/token" in line


def test_a_token_of_the_cassette_is_good_live_until_it_is_revoked(replaying):
    replaying()
    token = credentials.numbered_token(credentials.CLIENTS[0], 42)
    form = {"token": token, "client_id": "my-client-id", "client_secret": "my-secret"}
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"{API}/protected", headers=headers).status_code == 200
    assert requests.post("https://auth.example.com/oauth/revoke", data=form).status_code == 200
    assert requests.get(f"{API}/protected", headers=headers).status_code == 401
