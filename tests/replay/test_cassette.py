"""The file of a cassette."""

import gzip

import requests
import vcr
import yaml

from grader.replay.cassette import digest, dump, load


def test_what_is_written_is_read_back(recorded, cassette):
    interactions = [
        recorded("lire", "GET", "https://httpbin.org/get?a=1", answer={"nom": "Zoé"}),
        recorded("creer", "POST", "https://httpbin.org/post", 201, body="é=1".encode(), sent=(("A", "b"),)),
        recorded("image", "GET", "https://httpbin.org/image", raw=b"\x89PNG\r\n\xff\x00"),
        recorded("effacer", "DELETE", "https://httpbin.org/x", 204),
    ]
    assert load(cassette(*interactions)) == interactions


def test_json_is_written_as_a_readable_block(recorded):
    text = dump([recorded("lire", "GET", "https://httpbin.org/get", answer={"nom": "Jean", "id": 1})])
    assert 'string: |-\n        {\n          "nom": "Jean",\n          "id": 1\n        }' in text


def test_a_header_given_twice_is_kept_twice(recorded, cassette):
    cookies = (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Content-Length", "4"))
    (read,) = load(cassette(recorded("c", "GET", "https://httpbin.org/c", answered=cookies)))
    assert read.answer.headers == cookies


def test_a_compressed_body_is_readable_in_the_file_and_compressed_again_when_read(recorded, cassette):
    body = gzip.compress(b'{"gzipped": true}', mtime=0)
    headers = (("Content-Length", str(len(body))), ("Content-Encoding", "gzip"))
    path = cassette(recorded("gz", "GET", "https://httpbin.org/gzip", raw=body, answered=headers))
    assert '{"gzipped": true}' in path.read_text()
    (read,) = load(path)
    assert gzip.decompress(read.answer.body) == b'{"gzipped": true}'
    assert read.answer.header("Content-Encoding") == "gzip"
    assert read.answer.header("Content-Length") == str(len(read.answer.body))


def test_stock_vcr_loads_and_plays_it(recorded, cassette):
    compressed = gzip.compress(b'{"b": 2}')
    headers = (("Content-Length", str(len(compressed))), ("Content-Encoding", "gzip"))
    path = cassette(
        recorded("un", "GET", "https://httpbin.org/a", answer={"a": 1}),
        recorded("deux", "GET", "https://httpbin.org/b", raw=compressed, answered=headers),
        recorded("trois", "DELETE", "https://httpbin.org/a", 204),
    )
    with vcr.use_cassette(str(path), record_mode="none") as tape:
        assert requests.get("https://httpbin.org/a").json() == {"a": 1}
        assert requests.get("https://httpbin.org/b").json() == {"b": 2}
        assert requests.delete("https://httpbin.org/a").status_code == 204
        assert tape.all_played


def test_each_interaction_names_its_cell(recorded):
    (entry,) = yaml.safe_load(dump([recorded("lire", "GET", "https://httpbin.org/get", source="x = 1\n")]))[
        "interactions"
    ]
    assert (entry["cell"], entry["cell_source"]) == ("lire", digest("x = 1"))
