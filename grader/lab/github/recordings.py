"""What api.github.com really answered: recordings published for the tests of Octokit, GitHub's own client.

The files of `recordings/` are those of the npm package, unchanged (`scenarios/api.github.com/NAME/
normalized-fixture.json`), with their licence. The package has normalised identifiers and dates, and with
them `x-ratelimit-reset`, which it holds in milliseconds where GitHub sends seconds: it is divided here.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Request, Response

from grader.lab.github.rendering import rendered

PACKAGE = "@octokit/fixtures 23.1.2"
SCENARIOS = ("errors", "paginate-issues", "rename-repository")

_FOLDER = Path(__file__).with_name("recordings")
_TRANSPORT = frozenset({"connection", "content-length", "date", "transfer-encoding", "content-encoding"})


@dataclass(frozen=True)
class Recording:
    """One recorded exchange.

    Attributes:
        scenario: the package's name for the scenario that it belongs to.
        asked: method, path with query, and the JSON body if there was one.
        status, headers, body: the answer; `body` is a JSON value, or "" where there was none.
    """

    scenario: str
    asked: tuple[str, str, Any]
    status: int
    headers: dict[str, str]
    body: Any

    def response(self) -> Response:
        """Return the recorded answer, labelled with its source."""
        headers = {name.title(): str(value) for name, value in self.headers.items() if name not in _TRANSPORT}
        headers["X-Ratelimit-Reset"] = str(int(headers["X-Ratelimit-Reset"]) // 1000)
        headers["X-Cours"] = f"api.github.com, {PACKAGE}, {self.scenario}"
        text = "" if self.status in (204, 304) else rendered(self.body)
        response = Response(text, self.status, headers)
        response.autocorrect_location_header = False
        return response


def find(request: Request) -> Recording | None:
    """Return the recording of this very request, or None."""
    target = request.full_path.removesuffix("?")
    body = request.get_json(silent=True) if request.data else ""
    return next((one for one in _all() if one.asked == (request.method, target, body)), None)


@cache
def _all() -> tuple[Recording, ...]:
    return tuple(one for scenario in SCENARIOS for one in _read(scenario))


def _read(scenario: str) -> list[Recording]:
    exchanges = json.loads((_FOLDER / f"{scenario}.json").read_text(encoding="utf-8"))
    return [
        Recording(
            scenario=scenario,
            asked=(one["method"].upper(), one["path"], one["body"]),
            status=one["status"],
            headers=one["headers"],
            body=one["response"],
        )
        for one in exchanges
    ]
