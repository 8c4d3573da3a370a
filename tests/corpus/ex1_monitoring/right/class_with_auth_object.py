# style: functions wrap a class; signature by a requests AuthBase over json=; Session closed by with
# %% latence
from time import perf_counter


class Probe:
    """Interroge une URL et chronomètre la réponse."""

    def __init__(self, timeout):
        self.timeout = timeout

    def __call__(self, url):
        with requests.Session() as session:
            began = perf_counter()
            response = session.get(url, timeout=(self.timeout, self.timeout))
            ended = perf_counter()
        return response.status_code, (ended - began) * 1000


def timed_get(url, timeout=5):
    return Probe(timeout)(url)

# %% un-service
class ServiceCheck:
    def __init__(self, name, url, slow_ms):
        self.name, self.url, self.slow_ms = name, url, slow_ms
        self.code = self.latency = self.failure = None

    def run(self, timeout):
        try:
            self.code, self.latency = timed_get(self.url, timeout)
        except Exception as failure:
            self.failure = failure
        return self

    @property
    def error(self):
        if self.failure is not None:
            return f"{self.failure!r}"
        if not 200 <= self.code < 300:
            return f"HTTP {self.code}"
        if self.latency > self.slow_ms:
            return f"lent ({self.latency:.1f} ms)"
        return None

    @property
    def status(self):
        if self.failure is not None or self.code >= 500:
            return "down"
        return "degraded" if self.error else "up"

    def to_dict(self):
        return {
            "name": self.name,
            "url": self.url,
            "status": self.status,
            "status_code": self.code,
            "latency_ms": self.latency,
            "error": self.error,
            "checked_at": time.time(),
        }


def check_service(name, url, timeout=5, slow_ms=1000):
    return ServiceCheck(name, url, slow_ms).run(timeout).to_dict()

# %% plusieurs-services
class Round:
    def __init__(self, services):
        self.services = services

    def __iter__(self):
        yield from self.services.items()

    def measure(self, **settings):
        return [check_service(name, url, **settings) for name, url in self]


def check_all(services, timeout=5, slow_ms=1000):
    return Round(services).measure(timeout=timeout, slow_ms=slow_ms)

# %% alerte
from requests.auth import AuthBase


class HmacAuth(AuthBase):
    """Signe le corps tel que requests va l'envoyer."""

    def __init__(self, secret):
        self.key = secret.encode("utf-8")

    def __call__(self, request):
        mac = hmac.new(self.key, request.body, hashlib.sha256)
        request.headers["X-Signature"] = "sha256=" + mac.hexdigest()
        return request


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [r["name"] for r in results if r["status"] == "down"]
    if not (down or recovered):
        return False
    body = {"down": down, "recovered": list(recovered), "sent_at": time.time()}
    try:
        with requests.Session() as session:
            answer = session.post(webhook_url, json=body, auth=HmacAuth(secret), timeout=timeout)
    except Exception:
        return False
    return answer.ok and answer.status_code < 300

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self._services = services
        self._webhook_url = webhook_url
        self._secret = secret
        self._timeout = timeout
        self._slow_ms = slow_ms
        self._rounds = []
        self._announced = frozenset()

    @property
    def history(self):
        return [result for round_ in self._rounds for result in round_]

    def run_once(self):
        results = check_all(self._services, self._timeout, self._slow_ms)
        self._rounds.append(results)
        self._announce(results)
        return results

    def _announce(self, results):
        down = frozenset(r["name"] for r in results if r["status"] == "down")
        if down == self._announced:
            return
        fallen = [r for r in results if r["name"] in down and r["name"] not in self._announced]
        back = tuple(self._announced.difference(down))
        if send_alert(self._webhook_url, fallen, self._secret, recovered=back, timeout=self._timeout):
            self._announced = down

# %% bilan
class Summary:
    COLUMNS = ["availability", "median_ms", "p95_ms"]

    def __init__(self, history):
        self.frame = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
        self.frame = self.frame.astype({"latency_ms": "float64"})

    def row(self, group):
        latencies = group["latency_ms"].dropna()
        return pd.Series(
            {
                "availability": 1 - (group["status"] == "down").mean(),
                "median_ms": latencies.median(),
                "p95_ms": latencies.quantile(q=0.95),
            }
        )

    def table(self):
        if self.frame.empty:
            return pd.DataFrame(columns=self.COLUMNS)
        return self.frame.groupby("name")[["status", "latency_ms"]].apply(self.row)


def summarize(history):
    return Summary(history).table()
