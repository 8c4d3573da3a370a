# style: as_completed put back in order by index, dataclass and asdict, redirections timed hop by hop, DataFrame.pipe
# adversarial: 20
# %% latence
def timed_get(url, timeout=5):
    session, total, method_url = requests.Session(), 0.0, url
    request = session.prepare_request(requests.Request("GET", method_url))
    settings = session.merge_environment_settings(request.url, {}, None, None, None)
    for _ in range(session.max_redirects + 1):
        began = time.perf_counter()
        response = session.send(request, allow_redirects=False, timeout=timeout, **settings)
        response.content
        total += time.perf_counter() - began
        if response.next is None:
            return response.status_code, total * 1000
        request = response.next
    raise requests.TooManyRedirects(url)

# %% un-service
from dataclasses import asdict, dataclass


@dataclass
class Measure:
    name: str
    url: str
    status: str = "down"
    status_code: int | None = None
    latency_ms: float | None = None
    error: str | None = None
    attempts: int = 1

    def judge(self, slow_ms):
        if 500 <= self.status_code <= 599:
            self.error = f"erreur du serveur ({self.status_code})"
        elif not 200 <= self.status_code <= 299:
            self.status, self.error = "degraded", f"réponse inattendue ({self.status_code})"
        elif self.latency_ms > slow_ms:
            self.status, self.error = "degraded", f"lent ({self.latency_ms:.0f} ms)"
        else:
            self.status = "up"


def check_service(name, url, timeout=5, slow_ms=1000):
    measure = Measure(name, url)
    try:
        measure.status_code, measure.latency_ms = timed_get(url, timeout=timeout)
        measure.judge(slow_ms)
    except Exception as error:
        measure.error = f"{type(error).__name__}: {error}"
    return asdict(measure)

# %% plusieurs-services
from concurrent.futures import ThreadPoolExecutor, as_completed


def check_all(services, timeout=5, slow_ms=1000):
    results = [None] * len(services)
    with ThreadPoolExecutor(max_workers=4) as pool:
        futures = {
            pool.submit(check_service, name, url, timeout, slow_ms): place
            for place, (name, url) in enumerate(services.items())
        }
        for future in as_completed(futures):
            results[futures[future]] = future.result()
    return results

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    table = pd.DataFrame(results, columns=["name", "status"])
    down = table.loc[table["status"] == "down", "name"].tolist()
    if len(down) + len(recovered) == 0:
        return False
    body = json.dumps({"down": down, "recovered": [*recovered], "count": len(down)}, indent=1).encode("utf-8")
    digest = hmac.new(bytes(secret, "utf-8"), body, "sha256").hexdigest()
    try:
        response = requests.request(
            "POST",
            webhook_url,
            data=body,
            timeout=timeout,
            headers={"Content-Type": "application/json", "X-Signature": f"sha256={digest}", "User-Agent": "astreinte/1"},
        )
        response.raise_for_status()
    except Exception:
        return False
    return True

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.settings = dict(timeout=timeout, slow_ms=slow_ms)
        self.services, self.webhook = dict(services), (webhook_url, secret)
        self.history, self.announced = [], []

    def run_once(self):
        results = check_all(self.services, **self.settings)
        self.history.extend(results)
        down = [result["name"] for result in results if result["status"] == "down"]
        url, secret = self.webhook
        fallen = [result for result in results if result["name"] in down and result["name"] not in self.announced]
        back = [name for name in self.announced if name not in down]
        if send_alert(url, fallen, secret, recovered=back):
            self.announced = down
        return results

# %% bilan
def summarize(history):
    table = pd.DataFrame(history, columns=["name", "status", "latency_ms"], dtype=object)
    return (
        table.assign(latency_ms=pd.to_numeric(table["latency_ms"]), available=(table["status"] != "down") * 1.0)
        .groupby("name")
        .apply(
            lambda rows: pd.Series(
                {
                    "p95_ms": rows["latency_ms"].quantile(0.95),
                    "median_ms": rows["latency_ms"].median(),
                    "availability": rows["available"].mean(),
                }
            ),
            include_groups=False,
        )
        .reindex(columns=["p95_ms", "median_ms", "availability"])
    )
