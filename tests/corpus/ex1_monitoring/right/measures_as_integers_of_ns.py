# style: nanoseconds kept as integers until the end, tuples and lambdas, a session per monitor call, urllib for alerts, long if chains, table built with concat
# adversarial: 20
# %% latence
def timed_get(url, timeout=5):
    before = time.monotonic_ns()
    answer = requests.request("get", url, timeout=timeout)
    after = time.monotonic_ns()
    return (answer.status_code, round((after - before) / 1_000_000, 1))

# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    rules = (
        (lambda code, ms: 499 < code < 600, "down"),
        (lambda code, ms: code < 200 or code > 299, "degraded"),
        (lambda code, ms: ms > slow_ms, "degraded"),
    )
    head = {"name": name, "url": url}
    try:
        code, ms = timed_get(url, timeout)
    except Exception as error:
        return head | {"status": "down", "status_code": None, "latency_ms": None, "error": repr(error)}
    for applies, status in rules:
        if applies(code, ms):
            return head | {"status": status, "status_code": code, "latency_ms": ms, "error": f"{code}, {ms} ms"}
    return head | {"status": "up", "status_code": code, "latency_ms": ms, "error": None}

# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    def rounds():
        for name in services:
            yield check_service(name, services[name], timeout, slow_ms)

    return [*rounds()]

# %% alerte
import urllib.request


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = tuple(result["name"] for result in results if result["status"] == "down")
    if down == () and tuple(recovered) == ():
        return False
    body = json.dumps({"version": 1, "down": down, "recovered": list(recovered)}).encode("utf-8")
    try:
        request = urllib.request.Request(webhook_url, body)
        request.add_header("Content-Type", "application/json")
        request.add_header("X-Signature", "sha256=" + hmac.new(secret.encode("utf-8"), body, "sha256").hexdigest())
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            answer.read()
            return answer.status // 100 == 2
    except Exception:
        return False

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self._services, self._slow_ms, self._timeout = services, slow_ms, timeout
        self._send = lambda results, back: send_alert(webhook_url, results, secret, recovered=back, timeout=timeout)
        self._down_for_them = frozenset()
        self.history = []

    def run_once(self):
        results = check_all(self._services, slow_ms=self._slow_ms, timeout=self._timeout)
        for result in results:
            self.history.append(dict(result))
        down_for_us = frozenset(result["name"] for result in results if result["status"] == "down")
        if down_for_us == self._down_for_them:
            return results
        news = [result for result in results if result["name"] in down_for_us and result["name"] not in self._down_for_them]
        if self._send(news, list(self._down_for_them - down_for_us)):
            self._down_for_them = down_for_us
        return results

# %% bilan
def summarize(history):
    names = list(dict.fromkeys(measure["name"] for measure in history))
    rows = [pd.DataFrame({"availability": [], "median_ms": [], "p95_ms": []}, dtype=float)]
    for name in names:
        measures = pd.DataFrame([measure for measure in history if measure["name"] == name])
        latencies = pd.to_numeric(measures["latency_ms"], errors="coerce").dropna()
        row = {
            "availability": 1 - (measures["status"] == "down").mean(),
            "median_ms": latencies.median() if len(latencies) else float("nan"),
            "p95_ms": latencies.quantile(0.95) if len(latencies) else float("nan"),
        }
        rows.append(pd.DataFrame(row, index=[name]))
    return pd.concat(rows)
