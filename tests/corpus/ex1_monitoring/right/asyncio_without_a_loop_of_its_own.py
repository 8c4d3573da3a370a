# style: asyncio: a round in asyncio.to_thread and gather, run in a thread that has its own loop; time.monotonic
# adversarial: 20
# %% latence
def timed_get(url, timeout=5):
    began = time.monotonic()
    with requests.Session() as session:
        response = session.get(url, timeout=(timeout, timeout))
    return response.status_code, 1000.0 * (time.monotonic() - began)

# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    status, code, latency, error = "down", None, None, None
    try:
        code, latency = timed_get(url, timeout)
    except Exception as problem:
        error = str(problem) or type(problem).__name__
    else:
        family = code // 100
        slow = latency > slow_ms
        status = "down" if family == 5 else "up" if family == 2 and not slow else "degraded"
        if family != 2:
            error = f"le service répond {code}"
        elif slow:
            error = f"trop lent : {latency:.1f} ms"
    return dict(name=name, url=url, status=status, status_code=code, latency_ms=latency, error=error)

# %% plusieurs-services
import asyncio
from concurrent.futures import ThreadPoolExecutor


async def one_round(services, timeout, slow_ms):
    measures = [asyncio.to_thread(check_service, name, url, timeout, slow_ms) for name, url in services.items()]
    return await asyncio.gather(*measures)


def check_all(services, timeout=5, slow_ms=1000):
    # Jupyter a déjà une boucle dans ce thread : asyncio.run en veut un autre.
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        return list(elsewhere.submit(asyncio.run, one_round(services, timeout, slow_ms)).result())

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [result["name"] for result in results if result["status"] == "down"]
    recovered = [*recovered]
    if not (down or recovered):
        return False
    body = json.dumps(dict(down=down, recovered=recovered, sent_at=time.time()), sort_keys=True).encode("utf-8")
    headers = {
        "content-type": "application/json; charset=utf-8",
        "x-signature": "sha256=" + hmac.digest(secret.encode("utf-8"), body, "sha256").hex(),
    }
    try:
        return requests.post(webhook_url, body, headers=headers, timeout=timeout).ok
    except Exception:
        return False

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.history = []
        self.run_once = self._rounds(services, webhook_url, secret, timeout, slow_ms).__next__

    def _rounds(self, services, webhook_url, secret, timeout, slow_ms):
        announced = frozenset()
        while True:
            results = check_all(services, timeout, slow_ms)
            self.history += results
            down = frozenset(result["name"] for result in results if result["status"] == "down")
            news = [result for result in results if result["name"] in down - announced]
            if send_alert(webhook_url, news, secret, tuple(announced - down), timeout):
                announced = down
            yield results

# %% bilan
def summarize(history):
    rows = {}
    for name in dict.fromkeys(measure["name"] for measure in history):
        mine = [measure for measure in history if measure["name"] == name]
        latencies = pd.Series([measure["latency_ms"] for measure in mine], dtype=float)
        rows[name] = {
            "availability": sum(measure["status"] != "down" for measure in mine) / len(mine),
            "median_ms": latencies.quantile(0.5),
            "p95_ms": latencies.quantile(0.95),
        }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["availability", "median_ms", "p95_ms"])
