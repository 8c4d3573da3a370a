# mistake: the shared client mounts HTTPAdapter(max_retries=1), so a failed measure is silently tried again
# question: latence
# says: nouvelle tentative
# blind: 18.84
# like: right/classes_and_listeners
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
        adapter = requests.adapters.HTTPAdapter(max_retries=1)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
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
