# style: one class does it all and the functions ask it; streaming with iter_content, __call__, setattr, a context manager for failures; Counter and heapq at the end
# adversarial: 20
# %% latence
class Probe:
    """Une sonde : l'appeler mesure une URL."""

    def __init__(self, timeout):
        self.timeout = timeout

    def __call__(self, url):
        self.start = time.perf_counter()
        with requests.get(url, timeout=self.timeout, stream=True, headers={"Cache-Control": "no-cache"}) as response:
            for _ in response.iter_content(1024):
                pass
        return response.status_code, (time.perf_counter() - self.start) * 1e3


def timed_get(url, timeout=5):
    return Probe(timeout)(url)

# %% un-service
import contextlib

LEVELS = {2: "up", 5: "down"}


def check_service(name, url, timeout=5, slow_ms=1000):
    row = dict.fromkeys(["name", "url", "status", "status_code", "latency_ms", "error"])
    row.update(name=name, url=url, status="down", error="pas de réponse complète")
    with contextlib.suppress(Exception):
        code, latency = Probe(timeout)(url)
        status = LEVELS.get(code // 100, "degraded")
        if status == "up" and latency > slow_ms:
            status = "degraded"
        error = None if status == "up" else f"HTTP {code} en {latency:.3f} ms"
        row.update(status=status, status_code=code, latency_ms=latency, error=error)
    return row

# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    remaining, done = list(services.items()), []
    while remaining:
        (name, url), *remaining = remaining
        done += [check_service(name, url, timeout, slow_ms)]
    return done

# %% alerte
class Signed(requests.auth.AuthBase):
    def __init__(self, secret):
        self.key = secret.encode("utf-8")

    def __call__(self, request):
        request.headers["X-Signature"] = "sha256=" + hmac.new(self.key, request.body, hashlib.sha256).hexdigest()
        return request


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [row["name"] for row in results if row["status"] == "down"]
    accepted = False
    if down or recovered:
        with contextlib.suppress(Exception):
            payload = {"down": down, "recovered": tuple(recovered)}
            answer = requests.post(webhook_url, json=payload, auth=Signed(secret), timeout=timeout)
            accepted = answer.status_code in range(200, 300)
    return accepted

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        for name, value in list(locals().items()):
            if name != "self":
                setattr(self, name, value)
        self.history = []
        self.known = {name: False for name in services}

    def run_once(self):
        rows = check_all(self.services, self.timeout, self.slow_ms)
        self.history[len(self.history) :] = rows
        now = {row["name"]: row["status"] == "down" for row in rows}
        changed = [name for name in now if now[name] is not self.known[name]]
        back = [name for name in changed if self.known[name]]
        rows_to_tell = [row for row in rows if row["name"] in changed and row["name"] not in back]
        if changed and send_alert(self.webhook_url, rows_to_tell, self.secret, back, self.timeout):
            self.known = now
        return rows

# %% bilan
from collections import Counter, defaultdict


def summarize(history):
    total, alive, latencies = Counter(), Counter(), defaultdict(list)
    for row in history:
        total[row["name"]] += 1
        alive[row["name"]] += row["status"] in ("up", "degraded")
        latencies[row["name"]] += [] if row["latency_ms"] is None else [row["latency_ms"]]
    table = pd.DataFrame(index=list(total), columns=["availability", "median_ms", "p95_ms"], dtype=float)
    for name in total:
        values = pd.Series(latencies[name], dtype="float64")
        table.loc[name] = [alive[name] / total[name], values.median(), values.quantile(0.95)]
    return table
