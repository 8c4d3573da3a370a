# style: Java/C# object style: classes with constructors and getters, abstract bases, own exceptions, Session client with response hook and listener, builders, enum, thin module-level façades
# blind: 20.0
# %% latence
from abc import ABC, abstractmethod
from enum import Enum, unique
from typing import Any, Dict, Iterable, List, Optional, Tuple


class StopWatch:
    """Un chronomètre monotone, insensible aux remises à l'heure."""

    def __init__(self) -> None:
        self._started_at: Optional[float] = None
        self._stopped_at: Optional[float] = None

    def start(self) -> None:
        self._stopped_at = None
        self._started_at = time.perf_counter()

    def stop(self) -> None:
        self._stopped_at = time.perf_counter()

    def get_elapsed_ms(self) -> float:
        if self._started_at is None or self._stopped_at is None:
            raise RuntimeError("le chronomètre n'a pas tourné")
        return (self._stopped_at - self._started_at) * 1000.0


class HttpEventListener(ABC):
    """Écoute les évènements d'un HttpClient."""

    @abstractmethod
    def on_request_started(self) -> None: ...

    @abstractmethod
    def on_headers_received(self, response: requests.Response) -> None: ...

    @abstractmethod
    def on_request_completed(self) -> None: ...


class LatencyListener(HttpEventListener):
    """Mesure la durée totale, redirections et corps compris."""

    def __init__(self) -> None:
        self._watch = StopWatch()
        self._responses = 0

    def on_request_started(self) -> None:
        self._responses = 0
        self._watch.start()

    def on_headers_received(self, response: requests.Response) -> None:
        self._responses += 1

    def on_request_completed(self) -> None:
        self._watch.stop()

    def get_latency_ms(self) -> float:
        return self._watch.get_elapsed_ms()

    def get_redirect_count(self) -> int:
        return max(0, self._responses - 1)


class HttpClient:
    """Enveloppe requests.Session et prévient ses auditeurs."""

    def __init__(self, timeout: Any = 5) -> None:
        self._timeout = timeout
        self._listeners: List[HttpEventListener] = []
        self._session = requests.Session()
        self._session.hooks["response"].append(self._on_response)

    def __enter__(self) -> "HttpClient":
        return self

    def __exit__(self, *exc_info: Any) -> None:
        self.close()

    def add_listener(self, listener: HttpEventListener) -> None:
        self._listeners.append(listener)

    def get_timeout(self) -> Any:
        return self._timeout

    def get(self, url: str) -> requests.Response:
        return self._execute("GET", url)

    def post(self, url: str, body: bytes, headers: Dict[str, str]) -> requests.Response:
        return self._execute("POST", url, data=body, headers=headers)

    def close(self) -> None:
        self._session.close()

    def _execute(self, method: str, url: str, **options: Any) -> requests.Response:
        for listener in self._listeners:
            listener.on_request_started()
        try:
            # sans stream=True : au retour, le corps entier est lu
            response = self._session.request(
                method, url, timeout=self._timeout, allow_redirects=True, **options
            )
        finally:
            for listener in self._listeners:
                listener.on_request_completed()
        return response

    def _on_response(self, response: requests.Response, *args: Any, **kwargs: Any) -> None:
        # Le contenu n'a pas d'importance : on ne décompresse pas le corps.
        headers = getattr(response.raw, "headers", None)
        if headers is not None and "Content-Encoding" in headers:
            del headers["Content-Encoding"]
        for listener in self._listeners:
            listener.on_headers_received(response)


class Measurement:
    """Le résultat immuable d'une mesure."""

    def __init__(self, status_code: int, latency_ms: float, redirect_count: int) -> None:
        self._status_code = status_code
        self._latency_ms = latency_ms
        self._redirect_count = redirect_count

    def get_status_code(self) -> int:
        return self._status_code

    def get_latency_ms(self) -> float:
        return self._latency_ms

    def get_redirect_count(self) -> int:
        return self._redirect_count


class LatencyProbe:
    """Mesure une URL ; laisse passer les exceptions de requests."""

    def __init__(self, timeout: Any = 5) -> None:
        self._timeout = timeout

    def measure(self, url: str) -> Measurement:
        listener = LatencyListener()
        client = HttpClient(self._timeout)
        try:
            client.add_listener(listener)
            response = client.get(url)
        finally:
            client.close()
        return Measurement(
            response.status_code, listener.get_latency_ms(), listener.get_redirect_count()
        )


def timed_get(url, timeout=5):
    """Rend (status_code, latency_ms) pour une requête GET ; laisse passer les exceptions."""
    measurement = LatencyProbe(timeout).measure(url)
    return measurement.get_status_code(), measurement.get_latency_ms()


# %% un-service
@unique
class ServiceStatus(Enum):
    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"


class MonitoringError(Exception):
    """Racine des exceptions de la surveillance."""


class IncompleteResponseError(MonitoringError):
    """Le service n'a pas donné de réponse complète."""

    def __init__(self, url: str, cause: BaseException) -> None:
        super().__init__(f"{type(cause).__name__} : {cause}")
        self._url = url
        self._cause = cause

    def get_url(self) -> str:
        return self._url

    def get_cause(self) -> BaseException:
        return self._cause


class ResultBuilder:
    """Construit le dictionnaire de résultat, champ par champ."""

    def __init__(self, name: str, url: str) -> None:
        self._name = name
        self._url = url
        self._status = ServiceStatus.DOWN
        self._status_code: Optional[int] = None
        self._latency_ms: Optional[float] = None
        self._error: Optional[str] = None

    def with_status(self, status: ServiceStatus) -> "ResultBuilder":
        self._status = status
        return self

    def with_measurement(self, measurement: Measurement) -> "ResultBuilder":
        self._status_code = measurement.get_status_code()
        self._latency_ms = measurement.get_latency_ms()
        return self

    def with_error(self, error: Optional[str]) -> "ResultBuilder":
        self._error = error
        return self

    def build(self) -> Dict[str, Any]:
        return {
            "name": self._name,
            "url": self._url,
            "status": self._status.value,
            "status_code": self._status_code,
            "latency_ms": self._latency_ms,
            "error": self._error,
        }


class StatusPolicy(ABC):
    """Décide de l'état d'un service d'après une mesure."""

    @abstractmethod
    def evaluate(self, measurement: Measurement) -> Tuple[ServiceStatus, Optional[str]]: ...


class ThresholdPolicy(StatusPolicy):
    def __init__(self, slow_ms: float) -> None:
        self._slow_ms = slow_ms

    def evaluate(self, measurement: Measurement) -> Tuple[ServiceStatus, Optional[str]]:
        code = measurement.get_status_code()
        latency = measurement.get_latency_ms()
        if 500 <= code <= 599:
            return ServiceStatus.DOWN, f"code {code}"
        if not 200 <= code <= 299:
            return ServiceStatus.DEGRADED, f"code {code}"
        if latency > self._slow_ms:
            return ServiceStatus.DEGRADED, f"{latency:.0f} ms, seuil de {self._slow_ms} ms"
        return ServiceStatus.UP, None


class ServiceChecker:
    def __init__(self, probe: LatencyProbe, policy: StatusPolicy) -> None:
        self._probe = probe
        self._policy = policy

    def check(self, name: str, url: str) -> Dict[str, Any]:
        builder = ResultBuilder(name, url)
        try:
            measurement = self._measure(url)
        except IncompleteResponseError as error:
            builder.with_status(ServiceStatus.DOWN).with_error(str(error))
        else:
            status, reason = self._policy.evaluate(measurement)
            builder.with_measurement(measurement).with_status(status).with_error(reason)
        return builder.build()

    def _measure(self, url: str) -> Measurement:
        try:
            return self._probe.measure(url)
        except Exception as error:  # pas seulement RequestException : URL mal écrites
            raise IncompleteResponseError(url, error) from error


def check_service(name, url, timeout=5, slow_ms=1000):
    """Mesure un service une fois et rend son état ; ne lève jamais d'exception."""
    return ServiceChecker(LatencyProbe(timeout), ThresholdPolicy(slow_ms)).check(name, url)


# %% plusieurs-services
class ServiceRound:
    """Un tour de tous les services, l'un après l'autre."""

    def __init__(self, services: Dict[str, str], checker: ServiceChecker) -> None:
        self._services = dict(services)
        self._checker = checker

    def get_service_names(self) -> List[str]:
        return list(self._services)

    def execute(self) -> List[Dict[str, Any]]:
        results: List[Dict[str, Any]] = []
        for name, url in self._services.items():
            results.append(self._checker.check(name, url))
        return results


def check_all(services, timeout=5, slow_ms=1000):
    """Mesure chaque service une fois et rend la liste des résultats, dans l'ordre."""
    checker = ServiceChecker(LatencyProbe(timeout), ThresholdPolicy(slow_ms))
    return ServiceRound(services, checker).execute()


# %% alerte
class Signer:
    """Signe des octets avec HMAC-SHA256."""

    def __init__(self, secret: str) -> None:
        self._key = secret.encode("utf-8")

    def sign(self, body: bytes) -> str:
        return "sha256=" + hmac.new(self._key, body, hashlib.sha256).hexdigest()


class Alert:
    def __init__(self, down: List[str], recovered: List[str]) -> None:
        self._down = down
        self._recovered = recovered

    def get_down(self) -> List[str]:
        return list(self._down)

    def get_recovered(self) -> List[str]:
        return list(self._recovered)

    def is_empty(self) -> bool:
        return not self._down and not self._recovered

    def to_bytes(self) -> bytes:
        return json.dumps({"down": self._down, "recovered": self._recovered}).encode("utf-8")


class AlertBuilder:
    def __init__(self) -> None:
        self._down: List[str] = []
        self._recovered: List[str] = []

    def with_results(self, results: Iterable[Dict[str, Any]]) -> "AlertBuilder":
        for result in results:
            if result["status"] == ServiceStatus.DOWN.value:
                self._down.append(result["name"])
        return self

    def with_recovered(self, recovered: Iterable[str]) -> "AlertBuilder":
        self._recovered.extend(recovered)
        return self

    def build(self) -> Alert:
        return Alert(list(self._down), list(self._recovered))


class AlertSender:
    def __init__(self, webhook_url: str, secret: str, timeout: Any = 5) -> None:
        self._webhook_url = webhook_url
        self._secret = secret
        self._timeout = timeout

    def send(self, alert: Alert) -> bool:
        if alert.is_empty():
            return False
        client: Optional[HttpClient] = None
        try:
            body = alert.to_bytes()
            headers = {
                "Content-Type": "application/json",
                "X-Signature": Signer(self._secret).sign(body),
            }
            client = HttpClient(self._timeout)
            response = client.post(self._webhook_url, body, headers)
        except Exception:
            return False
        else:
            return 200 <= response.status_code <= 299
        finally:
            if client is not None:
                client.close()


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    """Envoie une alerte signée ; rend True si le destinataire l'a acceptée, False sinon."""
    alert = AlertBuilder().with_results(results).with_recovered(recovered).build()
    return AlertSender(webhook_url, secret, timeout).send(alert)


# %% changements
class Announcements:
    """Ce que le destinataire sait : les services annoncés « down »."""

    def __init__(self) -> None:
        self._down: List[str] = []

    def get_down(self) -> List[str]:
        return list(self._down)

    def diff(self, results: List[Dict[str, Any]]) -> Alert:
        fresh = [result for result in results if result["name"] not in self._down]
        recovered = [
            result["name"]
            for result in results
            if result["name"] in self._down and result["status"] != ServiceStatus.DOWN.value
        ]
        return AlertBuilder().with_results(fresh).with_recovered(recovered).build()

    def commit(self, alert: Alert) -> None:
        recovered = alert.get_recovered()
        self._down = [name for name in self._down if name not in recovered] + alert.get_down()


class Monitor:
    """Surveille des services et n'alerte que lorsque quelque chose change."""

    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        checker = ServiceChecker(LatencyProbe(timeout), ThresholdPolicy(slow_ms))
        self._round = ServiceRound(services, checker)
        self._sender = AlertSender(webhook_url, secret, timeout)
        self._announcements = Announcements()
        self._history: List[Dict[str, Any]] = []

    @property
    def history(self) -> List[Dict[str, Any]]:
        return list(self._history)

    def run_once(self):
        """Fait un tour, alerte s'il le faut et rend les résultats du tour."""
        results = self._round.execute()
        self._history.extend(results)
        alert = self._announcements.diff(results)
        if self._sender.send(alert):
            self._announcements.commit(alert)
        return results


# %% bilan
class ServiceStatistics:
    def __init__(self) -> None:
        self._count = 0
        self._available = 0
        self._latencies: List[float] = []

    def add(self, result: Dict[str, Any]) -> None:
        self._count += 1
        if result["status"] != ServiceStatus.DOWN.value:
            self._available += 1
        if result["latency_ms"] is not None:
            self._latencies.append(result["latency_ms"])

    def get_availability(self) -> float:
        return self._available / self._count

    def get_percentile(self, fraction: float) -> float:
        return float(pd.Series(self._latencies, dtype="float64").quantile(fraction))


class SummaryBuilder:
    COLUMNS = ["availability", "median_ms", "p95_ms"]

    def __init__(self) -> None:
        self._statistics: Dict[str, ServiceStatistics] = {}

    def with_history(self, history: Iterable[Dict[str, Any]]) -> "SummaryBuilder":
        for result in history:
            self._statistics.setdefault(result["name"], ServiceStatistics()).add(result)
        return self

    def build(self) -> pd.DataFrame:
        rows = [
            [s.get_availability(), s.get_percentile(0.5), s.get_percentile(0.95)]
            for s in self._statistics.values()
        ]
        index = pd.Index(list(self._statistics), name="name", dtype="object")
        return pd.DataFrame(rows, index=index, columns=self.COLUMNS, dtype="float64")


def summarize(history):
    """Rend la disponibilité, la médiane et le 95e centile des latences de chaque service."""
    return SummaryBuilder().with_history(history).build()
