"""What a trainee reads when there is no recorded answer."""

import pytest
import requests
from IPython.utils.capture import capture_output

from grader.replay import NotRecorded

URL = "https://httpbin.org"


@pytest.fixture
def refused(recorded, replaying):
    """Return what sends a request that is not recorded and gives the message's lines."""
    replaying(
        recorded("parametres", "GET", f"{URL}/get?page=1"),
        recorded(
            "creer", "POST", f"{URL}/post", sent=(("Content-Type", "application/json"),), body=b'{"a": 1}'
        ),
        recorded(
            "formulaire",
            "POST",
            f"{URL}/post",
            sent=(("Content-Type", "application/x-www-form-urlencoded"),),
            body=b"a=1",
        ),
        recorded("jeton", "GET", f"{URL}/bearer", sent=(("Authorization", "Bearer bon"),)),
    )

    def send(method, url, **options):
        with pytest.raises(NotRecorded) as caught:
            requests.request(method, url, **options)
        return str(caught.value).replace("\xa0", " ").splitlines()

    return send


def test_the_request_the_nearest_and_the_difference_are_named(refused):
    assert refused("GET", f"{URL}/get", params={"page": 2}) == [
        "Requête non enregistrée : GET https://httpbin.org/get?page=2",
        "Le cours se suit hors ligne : seules les requêtes enregistrées ont une réponse.",
        "La plus proche : GET https://httpbin.org/get?page=1 (cellule « parametres »)",
        "Ce qui diffère : paramètre « page » : 2 au lieu de 1",
        "Pour essayer librement : https://api.example.com répond en direct à toute requête.",
    ]


def test_a_wrong_token_is_not_answered_and_not_shown(refused):
    lines = refused("GET", f"{URL}/bearer", headers={"Authorization": "Bearer mauvais"})
    assert "Ce qui diffère : en-tête « Authorization » différent" in lines
    assert "mauvais" not in "".join(lines)


def test_a_body_that_differs_is_told_by_its_field(refused):
    assert "Ce qui diffère : champ « a » : 2 au lieu de 1" in refused("POST", f"{URL}/post", json={"a": 2})


@pytest.mark.parametrize(
    ("body", "cell"), [({"json": {"name": "Bob"}}, "creer"), ({"data": {"name": "Bob"}}, "formulaire")]
)
def test_the_nearest_has_the_same_kind_of_body(refused, body, cell):
    lines = refused("POST", f"{URL}/post", **body)
    assert lines[2] == f"La plus proche : POST {URL}/post (cellule « {cell} »)"
    assert lines[3] == "Ce qui diffère : champ « name » en trop ; champ « a » absent"


def test_a_mistyped_host_or_path_still_has_a_nearest(refused):
    assert "serveur htpbin.org au lieu de httpbin.org" in refused("GET", "https://htpbin.org/get?page=1")[3]
    assert "chemin /gett au lieu de /get" in refused("GET", f"{URL}/gett?page=1")[3]


@pytest.mark.parametrize("url", ["https://example.org/get", "http://192.0.2.7/get", f"{URL}/zzzzzzzzzzzz"])
def test_nothing_like_it_is_said_too(refused, url):
    assert "Aucune requête enregistrée ne lui ressemble." in refused("GET", url)


def test_differences_are_whole_and_the_others_are_counted(refused):
    *_, told, _ = refused("GET", f"{URL}/get", params={f"parametre{n}": n for n in range(9)})
    assert told == (
        "Ce qui diffère : paramètre « parametre0 » en trop ; paramètre « parametre1 » en trop ; et 8 autres"
    )


def test_the_message_stays_short_whatever_the_request(refused):
    for options in ({"params": {"q": "x" * 5000}}, {"json": {f"champ{n}": n for n in range(500)}}):
        lines = refused("POST", f"{URL}/post", **options)
        assert len(lines) <= 6
        assert max(map(len, lines)) <= 110


def test_an_empty_cassette_explains_itself(replaying):
    replaying()
    with pytest.raises(NotRecorded, match="Aucune requête enregistrée"):
        requests.get(f"{URL}/get")


def test_a_notebook_shows_the_message_without_a_traceback(replaying, shell):
    replaying()
    with capture_output() as shown:
        result = shell.run_cell(f"requests.get('{URL}/get')")
    assert isinstance(result.error_in_exec, NotRecorded)
    assert "Requête non enregistrée" in shown.stdout
    assert "Traceback" not in shown.stdout
    assert len(shown.stdout.strip().splitlines()) <= 6
    assert shown.outputs == []


@pytest.mark.parametrize(
    "handler", ["except Exception: pass", "except Exception as e: raise ValueError('x') from e"]
)
def test_a_message_that_the_cell_hides_is_said_again(recorded, replaying, shell, handler):
    replaying(recorded("lire", "GET", f"{URL}/get?page=1"))
    source = f"try: requests.get('{URL}/get')\n{handler}"
    with capture_output() as shown:
        shell.run_cell(source)
    (said,) = [output.data["text/plain"].replace("\xa0", " ") for output in shown.outputs]
    assert "  " not in said
    assert "Votre code a intercepté cette exception" in said
    assert f"GET {URL}/get" in said
    with capture_output() as after:
        shell.run_cell("1")
    assert not [output for output in after.outputs if "intercepté" in output.data["text/plain"]]


def test_many_hidden_messages_are_counted(replaying, shell):
    replaying()
    source = f"for n in [1, 1, 2, 3]:\n    try: requests.get(f'{URL}/{{n}}')\n    except Exception: pass"
    with capture_output() as shown:
        shell.run_cell(source)
    (said,) = [output.data["text/plain"] for output in shown.outputs]
    assert said.count("Requête non enregistrée") == 1
    assert said.replace("\xa0", " ").endswith("Autres requêtes sans réponse enregistrée : 2")


def test_network_error_handling_does_not_hide_it(replaying):
    replaying()

    def safe():
        try:
            requests.get(f"{URL}/get")
        except requests.RequestException:
            return None

    with pytest.raises(NotRecorded):
        safe()
