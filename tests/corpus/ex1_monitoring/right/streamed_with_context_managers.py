# style: stream=True read to the end, contextmanager for the watch, ExitStack, adapters without retry
# %% latence
from contextlib import ExitStack, closing, contextmanager
from types import SimpleNamespace

from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry


@contextmanager
def stopwatch():
    watch = SimpleNamespace(ms=None)
    started = time.monotonic()
    yield watch
    watch.ms = (time.monotonic() - started) * 1000


@contextmanager
def client():
    with ExitStack() as stack:
        session = stack.enter_context(requests.Session())
        adapter = HTTPAdapter(max_retries=Retry(total=0, redirect=False, status=False))
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        yield session


def timed_get(url, timeout=5):
    with client() as session, stopwatch() as watch:
        with closing(session.get(url, timeout=timeout, stream=True)) as response:
            for _ in response.iter_content(chunk_size=1024):
                pass
            code = response.status_code
    return code, watch.ms

# %% un-service
@contextmanager
def down_on_failure(result):
    try:
        yield
    except Exception as error:
        result.update(status="down", status_code=None, latency_ms=None, error=f"{type(error).__name__} {error}")


def check_service(name, url, timeout=5, slow_ms=1000):
    result = {"name": name, "url": url, "error": None}
    with down_on_failure(result):
        code, latency = timed_get(url, timeout=timeout)
        problems = []
        if not 200 <= code < 300:
            problems.append(f"code {code}")
        if latency > slow_ms:
            problems.append(f"{latency:.0f} ms > {slow_ms} ms")
        status = "down" if code >= 500 else "degraded" if problems else "up"
        result.update(status=status, status_code=code, latency_ms=latency, error=", ".join(problems) or None)
    return result

# %% plusieurs-services
def each(services, timeout, slow_ms):
    for name in services:
        yield check_service(name, services[name], timeout, slow_ms)


def check_all(services, timeout=5, slow_ms=1000):
    return list(each(services, timeout, slow_ms))

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [r["name"] for r in results if r["status"] == "down"]
    if len(down) + len(recovered) == 0:
        return False
    body = bytes(json.dumps({"down": down, "recovered": list(recovered)}), "utf-8")
    mac = hmac.new(bytes(secret, "utf-8"), digestmod="sha256")
    mac.update(body)
    try:
        with client() as session:
            session.headers["Content-Type"] = "application/json"
            session.headers["X-Signature"] = f"sha256={mac.hexdigest()}"
            with session.post(webhook_url, data=body, timeout=(timeout, timeout)) as response:
                response.raise_for_status()
                return 200 <= response.status_code < 300
    except Exception:
        return False

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services = services
        self.webhook_url = webhook_url
        self.secret = secret
        self.timeout = timeout
        self.slow_ms = slow_ms
        self.history = []
        self.announced_down = set()

    @contextmanager
    def changes(self, results):
        down = {r["name"] for r in results if r["status"] == "down"}
        change = SimpleNamespace(
            fallen=[r for r in results if r["name"] in down - self.announced_down],
            recovered=list(self.announced_down - down),
            accepted=False,
        )
        yield change
        if change.accepted:
            self.announced_down = down

    def run_once(self):
        results = check_all(self.services, self.timeout, self.slow_ms)
        self.history.extend(results)
        with self.changes(results) as change:
            change.accepted = send_alert(self.webhook_url, change.fallen, self.secret, change.recovered)
        return results

# %% bilan
def summarize(history):
    table = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
    table = table.assign(
        available=table["status"].map({"up": 1.0, "degraded": 1.0, "down": 0.0}),
        latency_ms=table["latency_ms"].astype("float64"),
    )
    grouped = table.groupby("name", sort=False)
    result = grouped[["available"]].mean().rename(columns={"available": "availability"})
    result["median_ms"] = grouped["latency_ms"].quantile(0.5)
    result["p95_ms"] = grouped["latency_ms"].quantile(0.95)
    return result
