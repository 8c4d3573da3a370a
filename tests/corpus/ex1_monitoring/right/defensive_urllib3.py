# style: distrusts libraries - requests only in timed_get (stream=True + iter_content inside with), raw urllib3.PoolManager with a hand-written redirect loop elsewhere, generators, deque, groupby, numpy, perf_counter_ns, very defensive
# blind: 20.0
# %% latence
from collections import deque
from time import perf_counter_ns

import requests


def _drop_encoding(response, *args, **kwargs):
    """Le contenu ne nous intéresse pas : on ne veut pas d'une erreur de décompression."""
    raw_headers = getattr(response.raw, "headers", None)
    if raw_headers is not None and "content-encoding" in raw_headers:
        del raw_headers["content-encoding"]
    return response


def timed_get(url, timeout=5):
    """Rend (status_code, latency_ms) pour une requête GET ; laisse passer les exceptions."""
    began = perf_counter_ns()
    with requests.get(url, timeout=timeout, stream=True, hooks={"response": _drop_encoding}) as response:
        deque(response.iter_content(chunk_size=65536), maxlen=0)  # lit tout, ne garde rien
        ended = perf_counter_ns()
        return int(response.status_code), (ended - began) / 1_000_000
# %% un-service
from collections import deque
from time import perf_counter_ns
from urllib.parse import unquote, urljoin, urlsplit

import urllib3

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 30


def _urllib3_timeout(timeout):
    if isinstance(timeout, tuple):
        connect, read = timeout
    else:
        connect = read = timeout
    return urllib3.Timeout(connect=connect, read=read)


def _checked_url(url):
    """Rend l'URL si elle a un protocole et un hôte ; lève ValueError sinon."""
    if not isinstance(url, str):
        raise ValueError(f"URL qui n'est pas un texte : {url!r}")
    url = url.lstrip()
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https"):
        raise ValueError(f"URL sans http:// ni https:// : {url!r}")
    if not parts.hostname:
        raise ValueError(f"URL sans nom d'hôte : {url!r}")
    return url


def _credentials(url):
    """L'en-tête d'authentification que demande une URL http://nom:motdepasse@hôte/."""
    userinfo, at, _ = urlsplit(url).netloc.rpartition("@")
    return urllib3.make_headers(basic_auth=unquote(userinfo)) if at else {}


def _exchange(pool, method, url, timeout, body=None, headers=None):
    """Une requête, une réponse lue jusqu'au bout ; rend (code, location). Lève en cas d'échec."""
    url = _checked_url(url)
    response = pool.request(
        method,
        url,
        body=body,
        headers={**_credentials(url), **(headers or {})},
        timeout=_urllib3_timeout(timeout),
        retries=False,
        redirect=False,
        preload_content=False,
        decode_content=False,
    )
    try:
        deque(response.stream(65536, decode_content=False), maxlen=0)
        return int(response.status), response.headers.get("Location")
    finally:
        response.close()


def _hops(pool, url, timeout):
    """Génère le code de chaque réponse, de redirection en redirection."""
    for _ in range(_MAX_REDIRECTS + 1):
        code, location = _exchange(pool, "GET", url, timeout)
        yield code
        if code not in _REDIRECTS or not location:
            return
        try:
            location = location.encode("latin-1").decode("utf-8")
        except UnicodeError:
            pass
        url = urljoin(url, location)
    raise RuntimeError(f"plus de {_MAX_REDIRECTS} redirections")


def check_service(name, url, timeout=5, slow_ms=1000):
    """Mesure un service une fois et rend son état ; ne lève jamais d'exception."""
    result = {
        "name": name,
        "url": url,
        "status": "down",
        "status_code": None,
        "latency_ms": None,
        "error": None,
    }
    try:
        with urllib3.PoolManager(ca_certs=requests.certs.where()) as pool:
            began = perf_counter_ns()
            (code,) = deque(_hops(pool, url, timeout), maxlen=1)
            latency = (perf_counter_ns() - began) / 1_000_000
        if 500 <= code <= 599:
            status, error = "down", f"HTTP {code}"
        elif not 200 <= code <= 299:
            status, error = "degraded", f"HTTP {code}"
        elif latency > slow_ms:
            status, error = "degraded", f"{latency:.0f} ms, seuil de {slow_ms} ms"
        else:
            status, error = "up", None
        result.update(status=status, status_code=code, latency_ms=latency, error=error)
    except Exception as problem:  # une URL bizarre peut lever n'importe quoi
        result["error"] = f"{type(problem).__name__} : {problem}"
    return result
# %% plusieurs-services
def _measures(services, timeout, slow_ms):
    for name, url in dict(services).items():
        yield check_service(name, url, timeout=timeout, slow_ms=slow_ms)


def check_all(services, timeout=5, slow_ms=1000):
    """Mesure chaque service une fois et rend la liste des résultats, dans l'ordre."""
    return list(_measures(services, timeout, slow_ms))
# %% alerte
import hashlib
import hmac
import json

import urllib3


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    """Envoie une alerte signée ; rend True si le destinataire l'a acceptée, False sinon."""
    try:
        down = [result["name"] for result in results if result["status"] == "down"]
        back = list(recovered or ())
        if not down and not back:
            return False
        body = json.dumps({"down": down, "recovered": back}).encode("utf-8")
        digest = hmac.new(secret.encode("utf-8"), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Signature": f"sha256={digest}"}
        with urllib3.PoolManager(ca_certs=requests.certs.where()) as pool:
            code, _ = _exchange(pool, "POST", webhook_url, timeout, body=body, headers=headers)
        return 200 <= code <= 299
    except Exception:
        return False
# %% changements
class Monitor:
    """Surveille des services et n'alerte que lorsque quelque chose change."""

    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services = dict(services)
        self.webhook_url = webhook_url
        self.timeout = timeout
        self.slow_ms = slow_ms
        self.history = []
        self._secret = secret
        self._announced = frozenset()

    def run_once(self):
        """Fait un tour, alerte s'il le faut et rend les résultats du tour."""
        results = check_all(self.services, timeout=self.timeout, slow_ms=self.slow_ms)
        self.history.extend(results)
        down = frozenset(r["name"] for r in results if r["status"] == "down")
        fallen = [r for r in results if r["name"] in down - self._announced]
        back = [r["name"] for r in results if r["name"] in self._announced - down]
        if fallen or back:
            if send_alert(self.webhook_url, fallen, self._secret, recovered=back, timeout=self.timeout):
                self._announced = down
        return results
# %% bilan
from itertools import groupby
from operator import itemgetter

import numpy as np
import pandas as pd

_COLUMNS = ("availability", "median_ms", "p95_ms")


def _rows(history):
    by_name = itemgetter("name")
    for name, group in groupby(sorted(history, key=by_name), key=by_name):
        measures = list(group)
        alive = sum(1 for m in measures if m["status"] != "down")
        latencies = [float(m["latency_ms"]) for m in measures if m["latency_ms"] is not None]
        if latencies:
            median, p95 = np.quantile(latencies, [0.5, 0.95])
        else:
            median = p95 = float("nan")
        yield name, (alive / len(measures), float(median), float(p95))


def summarize(history):
    """Rend la disponibilité, la médiane et le 95e centile des latences de chaque service."""
    rows = dict(_rows(history))
    return pd.DataFrame(
        list(rows.values()), index=pd.Index(list(rows), name="name", dtype=object), columns=list(_COLUMNS), dtype=float
    )
