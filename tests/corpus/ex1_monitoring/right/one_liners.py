# style: hurried sysadmin, shortest code: from-imports, walrus, match, ternaries, dict merges, suppress, pandas one-liner
# blind: 20.0
# %% latence
from time import perf_counter

from requests import get, post


def timed_get(url, timeout=5):
    t0 = perf_counter()
    return get(url, timeout=timeout).status_code, (perf_counter() - t0) * 1000
# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    r = {"name": name, "url": url, "status": "down", "status_code": None, "latency_ms": None, "error": None}
    try:
        code, ms = timed_get(url, timeout)
    except Exception as e:
        return r | {"error": repr(e)}
    match code // 100:
        case 2:
            status, error = ("degraded", f"{ms:.0f} ms > {slow_ms} ms") if ms > slow_ms else ("up", None)
        case n:
            status, error = "down" if n == 5 else "degraded", f"code {code}"
    return r | {"status": status, "status_code": code, "latency_ms": ms, "error": error}
# %% plusieurs-services
check_all = lambda services, timeout=5, slow_ms=1000: [check_service(n, u, timeout, slow_ms) for n, u in services.items()]
# %% alerte
from contextlib import suppress


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    if not ((down := [r["name"] for r in results if r["status"] == "down"]) or recovered):
        return False
    sig = hmac.new(secret.encode(), body := json.dumps({"down": down, "recovered": list(recovered)}).encode(), "sha256").hexdigest()
    with suppress(Exception):
        return post(webhook_url, data=body, timeout=timeout, headers={"Content-Type": "application/json", "X-Signature": f"sha256={sig}"}).status_code // 100 == 2
    return False
# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.args, self.hook, self.secret = (services, timeout, slow_ms), webhook_url, secret
        self.history, self.announced = [], set()

    def run_once(self):
        self.history += (results := check_all(*self.args))
        down = {r["name"] for r in results if r["status"] == "down"}
        if send_alert(self.hook, [r for r in results if r["name"] in down - self.announced], self.secret, sorted(self.announced - down)):
            self.announced = down
        return results
# %% bilan
def summarize(history):
    return (
        pd.DataFrame(history, columns=["name", "status", "latency_ms"])
        .assign(up=lambda d: d.status.ne("down").astype(float), latency_ms=lambda d: d.latency_ms.astype(float))
        .groupby("name")
        .agg(availability=("up", "mean"), median_ms=("latency_ms", "median"), p95_ms=("latency_ms", lambda s: s.quantile(0.95)))
    )
