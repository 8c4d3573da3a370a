# style: threading.Thread and a queue by hand, states as integers, everything in one long cell each
# %% latence
def timed_get(url, timeout=5):
    t = time.perf_counter_ns()
    code = requests.get(url, timeout=timeout, headers={"Connection": "close"}).status_code
    return code, (time.perf_counter_ns() - t) * 1e-6

# %% un-service
UP, DEGRADED, DOWN = "up", "degraded", "down"


def check_service(name, url, timeout=5, slow_ms=1000):
    r = {"name": name, "url": url, "status": UP, "status_code": None, "latency_ms": None, "error": None}
    try:
        r["status_code"], r["latency_ms"] = timed_get(url, timeout=timeout)
        if r["status_code"] in range(500, 600):
            r["status"] = DOWN
            r["error"] = "5xx"
        elif r["status_code"] not in range(200, 300):
            r["status"] = DEGRADED
            r["error"] = "pas 2xx"
        elif r["latency_ms"] > slow_ms:
            r["status"] = DEGRADED
            r["error"] = "lent"
    except (requests.exceptions.RequestException, ValueError) as e:
        r["status"] = DOWN
        r["error"] = "injoignable : %s" % (e,)
    return r

# %% plusieurs-services
import threading
from queue import Empty, Queue


def check_all(services, timeout=5, slow_ms=1000):
    todo = Queue()
    for slot, (name, url) in enumerate(services.items()):
        todo.put((slot, name, url))
    results = [None] * len(services)

    def work():
        while True:
            try:
                slot, name, url = todo.get_nowait()
            except Empty:
                return
            results[slot] = check_service(name, url, timeout, slow_ms)

    workers = [threading.Thread(target=work, daemon=True) for _ in range(min(4, len(services)))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return results

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [r["name"] for r in results if r["status"] == DOWN]
    if not down and not recovered:
        return False
    body = '{"down": %s, "recovered": %s}' % (json.dumps(down), json.dumps(list(recovered)))
    headers = {
        "Content-Type": "application/json",
        "X-Signature": "sha256=%s" % hmac.new(secret.encode(), body.encode(), "sha256").hexdigest(),
    }
    try:
        code = requests.post(webhook_url, headers=headers, data=body, timeout=timeout).status_code
    except (requests.exceptions.RequestException, ValueError):
        return False
    return code in range(200, 300)

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services = services
        self.webhook_url = webhook_url
        self.secret = secret
        self.timeout = timeout
        self.slow_ms = slow_ms
        self.history = []
        self.announced = {name: 0 for name in services}

    def run_once(self):
        results = check_all(self.services, self.timeout, self.slow_ms)
        self.history += results
        delta = {r["name"]: int(r["status"] == DOWN) - self.announced[r["name"]] for r in results}
        fallen = [r for r in results if delta[r["name"]] == 1]
        recovered = [name for name in delta if delta[name] == -1]
        if (fallen or recovered) and send_alert(self.webhook_url, fallen, self.secret, recovered, self.timeout):
            for name in delta:
                self.announced[name] += delta[name]
        return results

# %% bilan
def summarize(history):
    df = pd.DataFrame(
        {
            "name": [r["name"] for r in history],
            "up": [r["status"] != DOWN for r in history],
            "ms": pd.array([r["latency_ms"] for r in history], dtype="Float64"),
        }
    )
    df["ms"] = df["ms"].astype(float)
    g = df.groupby("name")
    return pd.DataFrame(
        {"availability": g["up"].mean(), "median_ms": g["ms"].median(), "p95_ms": g["ms"].quantile(0.95)}
    )
