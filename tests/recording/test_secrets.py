"""No secret enters a cassette."""

import base64
import json

import pytest

from grader.lab import credentials
from grader.recording.errors import SecretFound
from grader.recording.secrets import refuse_secrets
from grader.replay.cassette import Interaction
from grader.replay.http import Answer, Request

URL = "https://api.example.com/login"
SECRET = "V9kPz7-vrai-secret"
GITHUB = "ghp_" + "a1B2" * 9
ADMIN = credentials.token(credentials.ACCOUNTS[0])


def basic(username, password):
    return f"Basic {base64.b64encode(f'{username}:{password}'.encode()).decode()}"


def interaction(headers=(), url=URL, body=b"", answered=(), answer=b""):
    request = Request("POST", url, tuple(headers), body)
    return Interaction("se-connecter", "0", request, Answer(200, "OK", tuple(answered), answer))


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("l'en-tête Authorization", interaction([("Authorization", f"Bearer {SECRET}")])),
        ("l'en-tête authorization", interaction([("authorization", basic("admin", SECRET))])),
        ("l'en-tête X-API-Key", interaction([("X-API-Key", SECRET)])),
        ("l'en-tête X-Vault-Token", interaction([("X-Vault-Token", SECRET)])),
        ("le cookie « session_id »", interaction([("Cookie", f"a=1; session_id={SECRET}")])),
        ("le cookie « token »", interaction(answered=[("Set-Cookie", f"token={SECRET}; Path=/")])),
        ("le paramètre « api_key »", interaction(url=f"{URL}?api_key={SECRET}")),
        ("le champ « password »", interaction(body=f"username=admin&password={SECRET}".encode())),
        ("le champ « client_secret »", interaction(body=json.dumps({"client_secret": SECRET}).encode())),
        (
            "le champ « access_token »",
            interaction(answer=json.dumps([{"a": {"access_token": SECRET}}]).encode()),
        ),
        (
            "le champ « Authorization »",
            interaction(answer=json.dumps({"Authorization": f"Bearer {SECRET}"}).encode()),
        ),
        ("le corps", interaction(answer=f"<p>{GITHUB}</p>".encode())),
        ("l'adresse", interaction(url=f"https://hooks.example.com/{GITHUB}")),
        ("l'en-tête X-Autre", interaction([("X-Autre", ADMIN[:-4] + "AAAA")])),
    ],
)
def test_a_secret_is_refused_by_its_place_and_never_shown(place, found):
    with pytest.raises(SecretFound) as caught:
        refuse_secrets([interaction(), found])
    message = str(caught.value)
    assert message.startswith(f"Enregistrement refusé : {place} de la cellule « se-connecter »")
    assert SECRET not in message
    assert GITHUB not in message
    assert "\n" not in message


def test_demonstration_credentials_pass():
    refuse_secrets(
        [
            interaction([("Authorization", f"Bearer {ADMIN}")], answer=json.dumps({"token": ADMIN}).encode()),
            interaction([("Authorization", basic("admin", "secret"))]),
            interaction([("Authorization", "Bearer mauvais-jeton")]),
            interaction(body=b"username=admin&password=secret"),
            interaction(body=b'{"password": "mauvais-mot-de-passe"}', answer=b"\x89PNG\xff"),
        ]
    )


def test_what_only_sounds_like_a_secret_passes():
    refuse_secrets(
        [
            interaction(answer=b'{"token_type": "Bearer", "keys": ["a"], "password": null, "secret": ""}'),
            interaction(url=f"{URL}?page=1&key=nom", body=b"a=1"),
        ]
    )
