"""What a replayed request costs, against the same request to a live server on loopback: `make bench`."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import requests

from grader import replay
from grader.lab.catalog import SERVICES
from grader.lab.services import running
from grader.replay.cassette import Interaction, dump
from grader.replay.http import Answer, Request

PUBLIC = "https://api.example.com/users"
ROUNDS, REQUESTS = 9, 100


def main() -> None:
    """Alternate the two, so that other work on the machine slows both; print medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder, running(SERVICES[:1]) as ports:
        live = f"http://127.0.0.1:{ports[SERVICES[0].origin]}/users"
        cassette = _recorded(Path(folder) / "bench.yaml", requests.get(live, timeout=30))
        for name, get in (("requests.get", _plain), ("Session.get", _session)):
            rounds = [(_milliseconds(get, live), _replayed(get, cassette)) for _ in range(ROUNDS)]
            lives, replays = (statistics.median(figures) for figures in zip(*rounds, strict=True))
            ratio = statistics.median(replayed / alive for alive, replayed in rounds)
            print(f"{name:<13} live {lives:.2f} ms   replay {replays:.2f} ms   replay/live {ratio:.2f}")


def _recorded(path: Path, response: requests.Response) -> Path:
    answer = Answer(response.status_code, response.reason, tuple(response.headers.items()), response.content)
    path.write_text(dump([Interaction("bench", "", Request("GET", PUBLIC, (), b""), answer)]))
    return path


def _replayed(get: Callable[[str], None], cassette: Path) -> float:
    replay.start("bench", cassette)
    try:
        return _milliseconds(get, PUBLIC)
    finally:
        replay.stop()


def _milliseconds(get: Callable[[str], None], url: str) -> float:
    """Time `get`, which sends REQUESTS requests, and return the mean of one in milliseconds."""
    started = time.perf_counter()
    get(url)
    return (time.perf_counter() - started) / REQUESTS * 1000


def _plain(url: str) -> None:
    for _ in range(REQUESTS):
        requests.get(url, timeout=30).raise_for_status()


def _session(url: str) -> None:
    with requests.Session() as session:
        for _ in range(REQUESTS):
            session.get(url, timeout=30).raise_for_status()


if __name__ == "__main__":
    main()
