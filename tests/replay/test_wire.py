"""The HTTP libraries above the replay see what a network would have given them."""

import gzip
import threading
import urllib.request
from datetime import timedelta

import pytest
import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from grader.replay import NotRecorded, session, wire

URL = "https://httpbin.org"


def test_an_answer_is_whole(recorded, replaying):
    replaying(recorded("c", "GET", f"{URL}/get?a=1", answer={"nom": "Zoé"}))
    response = requests.get(f"{URL}/get", params={"a": 1}, timeout=2)
    assert (response.status_code, response.reason, response.json()) == (200, "OK", {"nom": "Zoé"})
    assert response.headers["content-type"] == "application/json"
    assert response.url == f"{URL}/get?a=1"
    assert timedelta(0) < response.elapsed < timedelta(seconds=10)
    assert response.raw.version == 11


def test_redirects_are_followed_and_kept(recorded, replaying):
    to_get = (("Location", "/get"), ("Content-Length", "0"))
    replaying(
        recorded("c", "GET", f"{URL}/redirect/1", 302, answered=to_get), recorded("c", "GET", f"{URL}/get")
    )
    response = requests.get(f"{URL}/redirect/1")
    assert [earlier.status_code for earlier in response.history] == [302]
    assert response.url == f"{URL}/get"
    assert requests.get(f"{URL}/redirect/1", allow_redirects=False).headers["Location"] == "/get"


def test_a_compressed_answer_says_so_and_is_decoded(recorded, replaying):
    body = gzip.compress(b'{"gzipped": true}')
    headers = (("Content-Encoding", "gzip"), ("Content-Length", str(len(body))))
    replaying(recorded("c", "GET", f"{URL}/gzip", raw=body, answered=headers))
    response = requests.get(f"{URL}/gzip")
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.json() == {"gzipped": True}


def test_head_and_no_content_have_no_body(recorded, replaying):
    replaying(
        recorded("c", "HEAD", f"{URL}/get", raw=b"", answered=(("Content-Length", "120"),)),
        recorded("c", "DELETE", f"{URL}/x", 204, answered=(("Server", "gunicorn"),)),
    )
    head, deleted = requests.head(f"{URL}/get"), requests.delete(f"{URL}/x")
    assert (head.content, head.headers["Content-Length"]) == (b"", "120")
    assert (deleted.status_code, deleted.content) == (204, b"")


def test_a_body_is_streamed_piece_by_piece(recorded, replaying):
    plain = (("Content-Length", "10"),)
    chunked = (("Transfer-Encoding", "chunked"),)
    replaying(
        recorded("c", "GET", f"{URL}/bytes", raw=b"0123456789", answered=plain),
        recorded("c", "GET", f"{URL}/stream", raw=b"un\ndeux\n", answered=chunked),
    )
    with requests.get(f"{URL}/bytes", stream=True) as response:
        assert list(response.iter_content(4)) == [b"0123", b"4567", b"89"]
    with requests.get(f"{URL}/stream", stream=True) as response:
        assert list(response.iter_content(None)) == [b"un\n", b"deux\n"]
    assert list(requests.get(f"{URL}/stream").iter_lines()) == [b"un", b"deux"]


def test_head_is_answered_by_what_get_recorded(recorded, replaying):
    replaying(recorded("c", "GET", f"{URL}/get", answered=(("ETag", '"1"'), ("Content-Length", "120"))))
    head = requests.head(f"{URL}/get")
    assert (head.content, head.headers["ETag"]) == (b"", '"1"')


@pytest.mark.parametrize("name", ["getpeercert", "getpeername", "cipher", "version"])
def test_what_only_a_real_connection_tells_is_a_french_sentence(recorded, replaying, name):
    replaying(recorded("c", "GET", f"{URL}/get"))
    with requests.get(f"{URL}/get", stream=True) as response:
        sock = response.raw.connection.sock
        assert not hasattr(sock, name)
        with pytest.raises(wire.Replayed, match=f"ni certificat que «\u00a0{name}\u00a0» pourrait"):
            getattr(sock, name)()


def test_cookies_are_kept_by_the_session(recorded, replaying):
    cookie = (("Set-Cookie", "theme=sombre; Path=/"), ("Content-Length", "4"))
    replaying(
        recorded("c", "GET", f"{URL}/set", answered=cookie),
        recorded("c", "GET", f"{URL}/cookies", sent=(("Cookie", "theme=sombre"),), answer="avec"),
        recorded("c", "GET", f"{URL}/cookies", answer="sans"),
    )
    with requests.Session() as client:
        client.get(f"{URL}/set")
        assert client.get(f"{URL}/cookies").json() == "avec"
    assert requests.get(f"{URL}/cookies").json() == "sans"


def test_a_session_reuses_its_connection(recorded, replaying, caplog):
    replaying(recorded("c", "GET", f"{URL}/get"))
    caplog.set_level("DEBUG", logger="urllib3.connectionpool")
    with requests.Session() as client:
        for _ in range(3):
            client.get(f"{URL}/get")
    assert len([line for line in caplog.messages if "Starting new HTTPS connection" in line]) == 1
    assert not [line for line in caplog.messages if "dropped" in line]


def test_retries_see_each_recorded_answer(recorded, replaying):
    replaying(*[recorded("c", "GET", f"{URL}/x", status) for status in (503, 429, 200)])
    with requests.Session() as client:
        retry = Retry(total=3, backoff_factor=0, status_forcelist=[429, 503])
        client.mount("https://", HTTPAdapter(max_retries=retry))
        assert client.get(f"{URL}/x").status_code == 200


def test_uploads_are_matched_whatever_their_form(recorded, replaying):
    octets = (("Content-Type", "application/octet-stream"),)
    replaying(recorded("c", "POST", f"{URL}/post", body=b"abcdef", sent=octets, answer="reçu"))
    headers = dict(octets)
    assert requests.post(f"{URL}/post", data=b"abcdef", headers=headers).json() == "reçu"
    assert requests.post(f"{URL}/post", data=iter([b"abc", b"def"]), headers=headers).json() == "reçu"


def test_many_threads_each_get_their_answer(recorded, replaying):
    replaying(*[recorded("c", "GET", f"{URL}/n/{n}", answer=n) for n in range(40)])
    got = {}

    def fetch(n):
        got[n] = requests.get(f"{URL}/n/{n}").json()

    threads = [threading.Thread(target=fetch, args=(n,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {n: n for n in range(40)}


def test_other_clients_are_answered_too(recorded, replaying):
    replaying(recorded("c", "GET", f"{URL}/get", answer=1))
    assert urllib.request.urlopen(f"{URL}/get").read() == b"1"
    assert urllib3.PoolManager().request("GET", f"{URL}/get").json() == 1


def test_a_client_made_before_the_start_is_answered(recorded, replaying):
    with requests.Session() as client:
        replaying(recorded("c", "GET", f"{URL}/get"))
        assert client.get(f"{URL}/get").status_code == 200


def test_a_client_older_than_a_new_start_is_answered_by_it(recorded, replaying):
    with requests.Session() as client:
        replaying(recorded("c", "GET", f"{URL}/get", answer=1))
        assert client.get(f"{URL}/get").json() == 1
        replaying(recorded("c", "GET", f"{URL}/get", answer=2))
        assert client.get(f"{URL}/get").json() == 2
        session.stop()
        with pytest.raises(requests.ConnectionError, match="reset"):
            client.get(f"{URL}/get")


@pytest.mark.filterwarnings("always")
def test_unchecked_certificates_are_still_warned_of(recorded, replaying, recwarn):
    replaying(recorded("c", "GET", f"{URL}/get"))
    requests.get(f"{URL}/get")
    assert not recwarn
    requests.get(f"{URL}/get", verify=False)
    assert [str(warning.category.__name__) for warning in recwarn] == ["InsecureRequestWarning"]


def test_a_proxy_changes_nothing(recorded, replaying, loopback, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    replaying(recorded("c", "GET", f"{URL}/get"), recorded("c", "GET", "http://httpbin.org/get"))
    assert requests.get(f"{URL}/get").status_code == 200
    assert requests.get(f"http://127.0.0.1:{loopback}/").text == "bonjour"
    proxies = {"http": "http://proxy.example:3128", "https": "http://proxy.example:3128"}
    assert requests.get(f"{URL}/get", proxies=proxies).status_code == 200
    assert requests.get("http://httpbin.org/get", proxies=proxies).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_passes_untouched(replaying, loopback, host, monkeypatch):
    replaying()
    monkeypatch.setattr(session.Player, "answer", None)
    with requests.get(f"http://{host}:{loopback}/", stream=True, timeout=10) as response:
        assert list(response.iter_content(None)) == [b"bon", b"jour"]


def test_a_closed_loopback_port_refuses_as_ever(replaying, loopback):
    replaying()
    with pytest.raises(requests.ConnectionError, match="refused"):
        requests.get("http://127.0.0.1:1/", timeout=10)


def test_a_name_that_never_exists_is_a_connection_error(replaying):
    replaying()
    with pytest.raises(requests.ConnectionError, match="Name or service not known"):
        requests.get("http://inexistant.invalid/", timeout=10)


def test_requests_made_during_a_check_are_left_to_the_stage(recorded, replaying, monkeypatch):
    replaying(recorded("c", "GET", f"{URL}/get"))
    monkeypatch.setattr(wire, "is_virtual", lambda: True)
    with pytest.raises(requests.ConnectionError, match="Name or service not known"):
        requests.get(f"{URL}/get", timeout=10)


def test_what_was_not_recorded_is_no_network_error(replaying):
    replaying()
    with pytest.raises(NotRecorded) as caught:
        requests.get("https://192.0.2.1/", timeout=1)
    assert not isinstance(caught.value, (requests.RequestException, OSError))


def test_stopping_gives_the_libraries_back(recorded, replaying):
    before = urllib3.connection.HTTPSConnection.connect
    replaying()
    assert urllib3.connection.HTTPSConnection.connect is not before
    session.stop()
    assert urllib3.connection.HTTPSConnection.connect is before
