# style: modern Python: frozen dataclasses, StrEnum, type hints, one long-lived requests.Session kept in a class with an HTTPAdapter subclass, ThreadPoolExecutor, logging, aware datetimes, functools, a pandas chain
# blind: 20.0
# %% latence
from __future__ import annotations

import functools
import logging
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter

logger: Final = logging.getLogger("astreinte")
logger.addHandler(logging.NullHandler())

DEFAULT_TIMEOUT: Final = 5


class _TimeoutAdapter(HTTPAdapter):
    """Un HTTPAdapter qui n'attend jamais sans limite et ne réessaie jamais."""

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
    for prefix in ("http://", "https://"):
        session.mount(prefix, _TimeoutAdapter(max_retries=0, pool_connections=32, pool_maxsize=32))
    return session


@dataclass
class HttpClient:
    """Garde une Session pour toutes les requêtes du programme."""

    session: requests.Session = field(default_factory=_new_session, repr=False)

    def measure(self, url: str, timeout: float) -> tuple[int, float]:
        with _Stopwatch() as watch:
            response = self.session.get(url, timeout=timeout)
            _ = response.content  # le corps entier
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

# %% un-service
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from enum import StrEnum
from http import HTTPStatus


class Status(StrEnum):
    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceResult:
    name: str
    url: str
    status: Status
    status_code: int | None = None
    latency_ms: float | None = None
    error: str | None = None
    checked_at: str = field(default_factory=_now)


def _phrase(code: int) -> str:
    try:
        return f"HTTP {code} {HTTPStatus(code).phrase}"
    except ValueError:
        return f"HTTP {code}"


def _judge(code: int, latency_ms: float, slow_ms: float) -> tuple[Status, str | None]:
    match code // 100:
        case 2 if latency_ms <= slow_ms:
            return Status.UP, None
        case 2:
            return Status.DEGRADED, f"{latency_ms:.0f} ms, seuil de {slow_ms} ms"
        case 5:
            return Status.DOWN, _phrase(code)
        case _:
            return Status.DEGRADED, _phrase(code)


def check_service(name: str, url: str, timeout: float = 5, slow_ms: float = 1000) -> dict[str, Any]:
    """Mesure un service une fois et rend son état ; ne lève jamais d'exception."""
    describe = functools.partial(ServiceResult, name=name, url=url)
    try:
        code, latency_ms = timed_get(url, timeout)
    except Exception as error:  # requests lève parfois autre chose qu'une RequestException
        logger.info("%s : %r", name, error)
        return asdict(describe(status=Status.DOWN, error=f"{type(error).__name__} : {error}"))
    status, reason = _judge(code, latency_ms, slow_ms)
    return asdict(describe(status=status, status_code=code, latency_ms=latency_ms, error=reason))

# %% plusieurs-services
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

MAX_WORKERS: Final = 16


def check_all(services: Mapping[str, str], timeout: float = 5, slow_ms: float = 1000) -> list[dict[str, Any]]:
    """Mesure chaque service une fois et rend la liste des résultats, dans l'ordre."""
    if not services:
        return []
    probe = functools.partial(check_service, timeout=timeout, slow_ms=slow_ms)
    with ThreadPoolExecutor(max_workers=min(MAX_WORKERS, len(services))) as pool:
        return list(pool.map(probe, services.keys(), services.values()))

# %% alerte
import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence


@dataclass(frozen=True, kw_only=True)
class Alert:
    down: list[str]
    recovered: list[str]
    sent_at: str = field(default_factory=_now)

    def __bool__(self) -> bool:
        return bool(self.down or self.recovered)

    def encode(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode("utf-8")


def _sign(body: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode("utf-8"), body, hashlib.sha256).hexdigest()


def send_alert(
    webhook_url: str,
    results: Iterable[Mapping[str, Any]],
    secret: str,
    recovered: Sequence[str] = (),
    timeout: float = 5,
) -> bool:
    """Envoie une alerte signée ; rend True si le destinataire l'a acceptée, False sinon."""
    alert = Alert(
        down=[result["name"] for result in results if result["status"] == Status.DOWN],
        recovered=list(recovered),
    )
    if not alert:
        return False
    body = alert.encode()
    headers = {"Content-Type": "application/json", "X-Signature": _sign(body, secret)}
    try:
        code = _client().post_bytes(webhook_url, body, headers, timeout)
    except Exception as error:
        logger.warning("alerte perdue : %s", type(error).__name__)
        return False
    return 200 <= code < 300

# %% changements
@dataclass
class Monitor:
    """Surveille des services et n'alerte que lorsque quelque chose change."""

    services: Mapping[str, str]
    webhook_url: str
    secret: str = field(repr=False)
    timeout: float = 5
    slow_ms: float = 1000
    history: list[dict[str, Any]] = field(default_factory=list, init=False, repr=False)
    _announced: frozenset[str] = field(default=frozenset(), init=False)

    def run_once(self) -> list[dict[str, Any]]:
        """Fait un tour, alerte s'il le faut et rend les résultats du tour."""
        results = check_all(self.services, timeout=self.timeout, slow_ms=self.slow_ms)
        self.history.extend(results)
        self._announce(results)
        return results

    def _announce(self, results: list[dict[str, Any]]) -> None:
        down = frozenset(result["name"] for result in results if result["status"] == Status.DOWN)
        accepted = send_alert(
            self.webhook_url,
            [result for result in results if result["name"] in down - self._announced],
            self.secret,
            recovered=sorted(self._announced - down),
            timeout=self.timeout,
        )
        if accepted:
            self._announced = down
            logger.info("annoncés en panne : %s", sorted(down))

# %% bilan
import pandas as pd


def _p95(latencies: pd.Series) -> float:
    return latencies.quantile(0.95)


def summarize(history: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rend la disponibilité, la médiane et le 95e centile des latences de chaque service."""
    return (
        pd.DataFrame(list(history), columns=["name", "status", "latency_ms"])
        .assign(
            latency_ms=lambda df: df["latency_ms"].astype("float64"),
            available=lambda df: df["status"].ne("down").astype("float64"),
        )
        .groupby("name", sort=False)
        .agg(
            availability=("available", "mean"),
            median_ms=("latency_ms", "median"),
            p95_ms=("latency_ms", _p95),
        )
        .astype("float64")
    )
