# mistake: the usual HTTPAdapter(max_retries=Retry(...)) is mounted, so a 502/503/504 or a dropped connection is silently asked again
# question: latence
# says: nouvelle tentative
# blind: 17.76
# like: right/shared_session_and_data_classes
# %% latence
from __future__ import annotations

import functools
import logging
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

logger: Final = logging.getLogger("astreinte")
logger.addHandler(logging.NullHandler())

DEFAULT_TIMEOUT: Final = 5


class _TimeoutAdapter(HTTPAdapter):
    """Un HTTPAdapter qui n'attend jamais sans limite."""

    def __init__(self, *args: Any, timeout: float = DEFAULT_TIMEOUT, **kwargs: Any) -> None:
        self._timeout = timeout
        super().__init__(*args, **kwargs)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = self._timeout
        return super().send(request, **kwargs)


@dataclass
class _Stopwatch:
    """Mesure une durée avec une horloge monotone."""

    _began: int = 0
    elapsed_ms: float = 0.0

    def __enter__(self) -> _Stopwatch:
        self._began = perf_counter_ns()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.elapsed_ms = (perf_counter_ns() - self._began) / 1_000_000


def _new_session() -> requests.Session:
    session = requests.Session()
    retry = Retry(
        total=2, read=False, backoff_factor=0.1, status_forcelist=(502, 503, 504), raise_on_status=False
    )
    for prefix in ("http://", "https://"):
        session.mount(prefix, _TimeoutAdapter(max_retries=retry, pool_connections=32, pool_maxsize=32))
    return session


@dataclass
class HttpClient:
    """Garde une Session pour toutes les requêtes du programme."""

    session: requests.Session = field(default_factory=_new_session, repr=False)

    def measure(self, url: str, timeout: float) -> tuple[int, float]:
        with _Stopwatch() as watch, self.session.get(url, timeout=timeout, stream=True) as response:
            try:  # le corps entier, tel quel : un gzip abîmé n'est pas une panne
                for _ in response.raw.stream(65536, decode_content=False):
                    pass
            except HTTPError as error:
                raise requests.ConnectionError(error, response=response) from error
        return response.status_code, watch.elapsed_ms

    def post_bytes(self, url: str, body: bytes, headers: dict[str, str], timeout: float) -> int:
        return self.session.post(
            url, data=body, headers=headers, timeout=timeout, allow_redirects=False
        ).status_code


@functools.cache
def _client() -> HttpClient:
    return HttpClient()


def timed_get(url: str, timeout: float = 5) -> tuple[int, float]:
    """Rend (status_code, latency_ms) pour une requête GET ; laisse passer les exceptions."""
    return _client().measure(url, timeout)
