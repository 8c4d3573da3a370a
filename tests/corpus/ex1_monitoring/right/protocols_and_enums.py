# style: over-engineered: Protocol, Enum, frozen dataclasses, strategies, type hints everywhere
# %% latence
from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum, auto
from time import perf_counter_ns
from typing import Any, Protocol


class Clock(Protocol):
    def __call__(self) -> int: ...


class Transport(Protocol):
    def fetch(self, url: str, timeout: float) -> requests.Response: ...


class RequestsTransport:
    def fetch(self, url: str, timeout: float) -> requests.Response:
        return requests.request("GET", url, timeout=timeout)


@dataclass(frozen=True, slots=True)
class Timing:
    code: int
    elapsed_ns: int

    @property
    def milliseconds(self) -> float:
        return self.elapsed_ns / 1_000_000


class Stopwatch:
    def __init__(self, transport: Transport, clock: Clock = perf_counter_ns) -> None:
        self._transport, self._clock = transport, clock

    def measure(self, url: str, timeout: float) -> Timing:
        before = self._clock()
        response = self._transport.fetch(url, timeout)
        return Timing(response.status_code, self._clock() - before)


def timed_get(url: str, timeout: float = 5) -> tuple[int, float]:
    timing = Stopwatch(RequestsTransport()).measure(url, timeout)
    return timing.code, timing.milliseconds

# %% un-service
class Status(StrEnum):
    UP = auto()
    DEGRADED = auto()
    DOWN = auto()


class Rule(Protocol):
    def applies(self, code: int, latency_ms: float) -> bool: ...

    def verdict(self, code: int, latency_ms: float) -> tuple[Status, str | None]: ...


class ServerErrorRule:
    def applies(self, code: int, latency_ms: float) -> bool:
        return code // 100 == 5

    def verdict(self, code: int, latency_ms: float) -> tuple[Status, str | None]:
        return Status.DOWN, f"erreur serveur : {code}"


class UnexpectedCodeRule:
    def applies(self, code: int, latency_ms: float) -> bool:
        return code // 100 != 2

    def verdict(self, code: int, latency_ms: float) -> tuple[Status, str | None]:
        return Status.DEGRADED, f"code inattendu : {code}"


@dataclass(frozen=True)
class SlowRule:
    threshold_ms: float

    def applies(self, code: int, latency_ms: float) -> bool:
        return latency_ms > self.threshold_ms

    def verdict(self, code: int, latency_ms: float) -> tuple[Status, str | None]:
        return Status.DEGRADED, f"{latency_ms:.0f} ms > {self.threshold_ms} ms"


@dataclass(frozen=True)
class Measure:
    name: str
    url: str
    status: Status
    status_code: int | None = None
    latency_ms: float | None = None
    error: str | None = None


def classify(code: int, latency_ms: float, rules: list[Rule]) -> tuple[Status, str | None]:
    for rule in rules:
        if rule.applies(code, latency_ms):
            return rule.verdict(code, latency_ms)
    return Status.UP, None


def check_service(name: str, url: str, timeout: float = 5, slow_ms: float = 1000) -> dict[str, Any]:
    try:
        code, latency_ms = timed_get(url, timeout)
    except Exception as exc:
        measure = Measure(name, url, Status.DOWN, error=f"{type(exc).__qualname__}: {exc}")
    else:
        rules = [ServerErrorRule(), UnexpectedCodeRule(), SlowRule(slow_ms)]
        status, error = classify(code, latency_ms, rules)
        measure = Measure(name, url, status, code, latency_ms, error)
    return asdict(measure)

# %% plusieurs-services
@dataclass(frozen=True)
class Settings:
    timeout: float = 5
    slow_ms: float = 1000


@dataclass
class Fleet:
    services: dict[str, str]
    settings: Settings = field(default_factory=Settings)

    def survey(self) -> list[dict[str, Any]]:
        return [check_service(name, url, **asdict(self.settings)) for name, url in self.services.items()]


def check_all(services: dict[str, str], timeout: float = 5, slow_ms: float = 1000) -> list[dict[str, Any]]:
    return Fleet(services, Settings(timeout, slow_ms)).survey()

# %% alerte
@dataclass(frozen=True)
class Alert:
    down: tuple[str, ...]
    recovered: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.down or self.recovered)

    def encode(self) -> bytes:
        return json.dumps(asdict(self), separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()


@dataclass(frozen=True)
class Signer:
    secret: str

    def sign(self, body: bytes) -> str:
        return f"sha256={hmac.HMAC(self.secret.encode(), body, hashlib.sha256).hexdigest()}"


def send_alert(
    webhook_url: str,
    results: list[dict[str, Any]],
    secret: str,
    recovered: list[str] | tuple[str, ...] = (),
    timeout: float = 5,
) -> bool:
    alert = Alert(tuple(r["name"] for r in results if r["status"] == Status.DOWN), tuple(recovered))
    if not alert:
        return False
    body = alert.encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "X-Signature": Signer(secret).sign(body)}
    try:
        response = requests.request("POST", webhook_url, data=body, headers=headers, timeout=timeout)
    except Exception:
        return False
    return response.status_code in range(200, 300)

# %% changements
@dataclass
class Monitor:
    services: dict[str, str]
    webhook_url: str
    secret: str = field(repr=False)
    timeout: float = 5
    slow_ms: float = 1000
    history: list[dict[str, Any]] = field(default_factory=list, init=False)
    _announced: set[str] = field(default_factory=set, init=False, repr=False)

    def run_once(self) -> list[dict[str, Any]]:
        results = check_all(self.services, self.timeout, self.slow_ms)
        self.history.extend(results)
        self._notify(results)
        return results

    def _notify(self, results: list[dict[str, Any]]) -> None:
        down = {r["name"] for r in results if r["status"] == Status.DOWN}
        fallen = [r for r in results if r["name"] in down - self._announced]
        if send_alert(self.webhook_url, fallen, self.secret, tuple(self._announced - down)):
            self._announced = down

# %% bilan
@dataclass(frozen=True)
class Statistics:
    availability: float
    median_ms: float
    p95_ms: float

    @classmethod
    def of(cls, group: pd.DataFrame) -> Statistics:
        latencies = group["latency_ms"].astype(float)
        up = group["status"].map(lambda status: status != Status.DOWN)
        return cls(up.mean(), latencies.quantile(0.5), latencies.quantile(0.95))


def summarize(history: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
    rows = {name: asdict(Statistics.of(group)) for name, group in table.groupby("name")}
    columns = list(Statistics.__dataclass_fields__)
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)
