# %% latence
from time import perf_counter_ns
from typing import Any


class Chronometre:
    """Mesure la durée d'un bloc, en millisecondes."""

    def __enter__(self):
        self._debut = perf_counter_ns()
        return self

    def __exit__(self, *exc: object) -> None:
        self.ms = (perf_counter_ns() - self._debut) / 1e6


class Client:
    """Une session partagée, dont chaque requête a un délai maximal et rend une réponse lue en entier."""

    def __init__(self) -> None:
        self.session = requests.Session()
        self.session.headers["User-Agent"] = "astreinte/1.0"
        self.session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=4))

    def get(self, url: str, timeout: float) -> tuple[int, float]:
        with Chronometre() as chrono:
            with self.session.get(url, timeout=(timeout, timeout), stream=True) as response:
                for _ in response.iter_content(8192):
                    pass
        return response.status_code, chrono.ms

    def post(self, url: str, body: bytes, headers: dict[str, str], timeout: float) -> int:
        return self.session.post(url, data=body, headers=headers, timeout=timeout).status_code


client = Client()


def timed_get(url, timeout=5):
    return client.get(url, timeout)

# %% un-service
from dataclasses import asdict, dataclass
from enum import Enum


class Status(str, Enum):
    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass
class Measure:
    name: str
    url: str
    status: Status = Status.DOWN
    status_code: int | None = None
    latency_ms: float | None = None
    error: str | None = None

    def judge(self, slow_ms: float) -> None:
        family = self.status_code // 100
        if family == 2 and self.latency_ms <= slow_ms:
            self.status = Status.UP
            return
        self.status = Status.DOWN if family == 5 else Status.DEGRADED
        self.error = "trop lent" if family == 2 else f"HTTP {self.status_code}"


def check_service(name, url, timeout=5, slow_ms=1000):
    measure = Measure(name, url)
    try:
        measure.status_code, measure.latency_ms = client.get(url, timeout)
    except (requests.RequestException, ValueError) as error:
        measure.error = str(error) or type(error).__name__
    else:
        measure.judge(slow_ms)
    return asdict(measure)

# %% plusieurs-services
def check_all(services: dict[str, str], timeout: float = 5, slow_ms: float = 1000) -> tuple[dict[str, Any], ...]:
    return tuple(check_service(name, url, timeout, slow_ms) for name, url in services.items())

# %% alerte
class Alert:
    """Une alerte prête à partir : son corps, en octets, et sa signature."""

    def __init__(self, down: list[str], recovered: list[str]) -> None:
        self.body = json.dumps({"version": 1, "recovered": recovered, "down": down}, ensure_ascii=False).encode()

    def signature(self, secret: str) -> str:
        return hmac.digest(secret.encode(), self.body, "sha256").hex()

    def send(self, url: str, secret: str, timeout: float) -> bool:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Signature": f"sha256={self.signature(secret)}",
        }
        try:
            return client.post(url, self.body, headers, timeout) in range(200, 300)
        except (requests.RequestException, ValueError):
            return False


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [result["name"] for result in results if result["status"] == Status.DOWN]
    return bool(down or recovered) and Alert(down, list(recovered)).send(webhook_url, secret, timeout)

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self._measure = lambda: check_all(services, timeout, slow_ms)
        self._alert = lambda fallen, recovered: send_alert(webhook_url, fallen, secret, recovered)
        self._rounds = []
        self._announced = set()

    @property
    def history(self):
        return [measure for measures in self._rounds for measure in measures]

    def run_once(self):
        measures = self._measure()
        self._rounds.append(measures)
        down = {measure["name"]: measure for measure in measures if measure["status"] == Status.DOWN}
        fallen = [measure for name, measure in down.items() if name not in self._announced]
        if self._alert(fallen, sorted(self._announced - down.keys())):
            self._announced = set(down)
        return measures

# %% bilan
import numpy as np


def summarize(history):
    frame = pd.DataFrame(history, columns=["name", "status", "latency_ms"]).astype({"latency_ms": float})
    rows = frame.assign(up=frame.status.ne("down")).groupby("name", sort=False)
    table = rows.agg(
        availability=("up", "mean"),
        median_ms=("latency_ms", "median"),
        p95_ms=("latency_ms", lambda values: values.quantile(0.95)),
        measures=("up", "size"),
    )
    return table.replace({np.inf: np.nan})
