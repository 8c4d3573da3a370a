# style: nothing but the standard library: urllib.request, HTTPError as an answer, statistics
# %% latence
import urllib.error
import urllib.request


class TooManyRedirects(OSError):
    """Une redirection qui ne mène nulle part."""


class Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):
        visited = getattr(req, "redirect_dict", {})
        if len(visited) >= self.max_redirections or visited.get(newurl, 0) >= self.max_repeats:
            raise TooManyRedirects(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


OPENER = urllib.request.build_opener(Redirects)


def timed_get(url, timeout=5):
    start = time.monotonic_ns()
    try:
        response = OPENER.open(url, timeout=timeout)
    except urllib.error.HTTPError as error:  # un 404 est une réponse comme une autre
        response = error
    with response:
        response.read()
        code = response.status
    return code, (time.monotonic_ns() - start) / 1_000_000

# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    def result(status, code=None, latency=None, error=None):
        return {
            "name": name,
            "url": url,
            "status": status,
            "status_code": code,
            "latency_ms": latency,
            "error": error,
        }

    try:
        code, latency = timed_get(url, timeout)
    except Exception as error:
        return result("down", error=repr(error))
    if code >= 500:
        return result("down", code, latency, f"HTTP {code}")
    if not 200 <= code < 300:
        return result("degraded", code, latency, f"HTTP {code}")
    if latency > slow_ms:
        return result("degraded", code, latency, "lent")
    return result("up", code, latency)

# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    return list(map(lambda pair: check_service(*pair, timeout, slow_ms), services.items()))

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [r["name"] for r in results if r["status"] == "down"]
    if not down and not recovered:
        return False
    body = json.dumps({"down": down, "recovered": list(recovered)}).encode()
    signature = hmac.new(secret.encode(), body, "sha256").hexdigest()
    headers = {"Content-Type": "application/json", "X-Signature": f"sha256={signature}"}
    try:
        request = urllib.request.Request(webhook_url, data=body, headers=headers, method="POST")
        with urllib.request.urlopen(request, timeout=timeout) as response:
            response.read()
            return 200 <= response.status < 300
    except Exception:
        return False

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services, self.webhook_url, self.secret = services, webhook_url, secret
        self.timeout, self.slow_ms = timeout, slow_ms
        self.history = []
        self.announced = {}  # nom -> annoncé « down »

    def run_once(self):
        results = check_all(self.services, self.timeout, self.slow_ms)
        self.history = self.history + results
        situation = {r["name"]: r["status"] == "down" for r in results}
        changes = {n for n, down in situation.items() if down != self.announced.get(n, False)}
        fallen = [r for r in results if r["name"] in changes and r["status"] == "down"]
        back = [n for n in changes if not situation[n]]
        if send_alert(self.webhook_url, fallen, self.secret, back):
            self.announced = situation
        return results

# %% bilan
import statistics
from math import nan


def summarize(history):
    services = {}
    for measure in history:
        services.setdefault(measure["name"], []).append(measure)

    def percentile_95(values):
        if len(values) < 2:
            return values[0] if values else nan
        return statistics.quantiles(values, n=20, method="inclusive")[-1]

    rows = {"availability": {}, "median_ms": {}, "p95_ms": {}}
    for name, measures in services.items():
        latencies = [m["latency_ms"] for m in measures if m["latency_ms"] is not None]
        rows["availability"][name] = statistics.fmean(m["status"] != "down" for m in measures)
        rows["median_ms"][name] = statistics.median(latencies) if latencies else nan
        rows["p95_ms"][name] = percentile_95(latencies)
    return pd.DataFrame(rows)
