# style: urllib3's PoolManager without requests, numpy percentiles
# %% latence
import urllib3
from urllib3.util import Retry, Timeout

pool = urllib3.PoolManager()
NO_RETRY = Retry(connect=False, read=False, other=False, redirect=30, status=False, raise_on_status=False)


def timed_get(url, timeout=5):
    start = time.perf_counter()
    response = pool.request("GET", url, timeout=Timeout(connect=timeout, read=timeout), retries=NO_RETRY)
    response.read()
    return response.status, (time.perf_counter() - start) * 1000

# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    code = latency = None
    try:
        code, latency = timed_get(url, timeout)
    except Exception as error:
        status, reason = "down", f"{error.__class__.__name__}: {error}"
    else:
        if code >= 500:
            status, reason = "down", f"HTTP {code}"
        elif code < 200 or code >= 300:
            status, reason = "degraded", f"HTTP {code}"
        elif latency > slow_ms:
            status, reason = "degraded", f"{latency} ms"
        else:
            status, reason = "up", None
    return {
        "name": name,
        "url": url,
        "status": status,
        "status_code": code,
        "latency_ms": latency,
        "error": reason,
    }

# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    results = []
    for name, url in services.items():
        results.append(check_service(name=name, url=url, timeout=timeout, slow_ms=slow_ms))
    return results

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [item["name"] for item in results if item["status"] == "down"]
    if not down and not recovered:
        return False
    body = json.dumps({"down": down, "recovered": list(recovered)}).encode("utf-8")
    mac = hmac.new(secret.encode("utf-8"), msg=body, digestmod=hashlib.sha256)
    try:
        response = pool.request(
            "POST",
            webhook_url,
            body=body,
            headers={"Content-Type": "application/json", "X-Signature": f"sha256={mac.hexdigest()}"},
            timeout=timeout,
            retries=False,
        )
    except Exception:
        return False
    return 200 <= response.status < 300

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

    def run_once(self):
        results = check_all(self.services, self.timeout, self.slow_ms)
        self.history.extend(results)
        to_tell = []
        recovered = []
        for result in results:
            was_down = result["name"] in self.announced_down
            is_down = result["status"] == "down"
            if is_down and not was_down:
                to_tell.append(result)
            elif was_down and not is_down:
                recovered.append(result["name"])
        if send_alert(self.webhook_url, to_tell, self.secret, recovered, self.timeout):
            self.announced_down.update(result["name"] for result in to_tell)
            self.announced_down.difference_update(recovered)
        return results

# %% bilan
import numpy as np


def summarize(history):
    latencies, states = {}, {}
    for measure in history:
        states.setdefault(measure["name"], []).append(measure["status"] != "down")
        latencies.setdefault(measure["name"], [])
        if measure["latency_ms"] is not None:
            latencies[measure["name"]].append(measure["latency_ms"])

    def percentile(name, q):
        return np.percentile(latencies[name], q) if latencies[name] else np.nan

    return pd.DataFrame(
        [[np.mean(states[name]), percentile(name, 50), percentile(name, 95)] for name in states],
        index=list(states),
        columns=["availability", "median_ms", "p95_ms"],
    )
