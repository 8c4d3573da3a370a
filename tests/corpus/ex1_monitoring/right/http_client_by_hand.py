# style: http.client with redirections followed by hand, one connection a hop; results are a dict subclass; csv-like table at the end
# adversarial: 20
# %% latence
import http.client
from urllib.parse import urljoin, urlsplit

SCHEMES = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}


class TooManyRedirects(http.client.HTTPException):
    """La trentième redirection n'est pas suivie."""


def exchange(method, url, timeout, body=None, headers={}):
    """Une requête et sa réponse, lue en entier : (code, en-têtes)."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise http.client.InvalidURL(url)
    connection = SCHEMES[parts.scheme](parts.hostname, parts.port, timeout=timeout)
    try:
        target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
        connection.request(method, target, body, headers)
        response = connection.getresponse()
        response.read()
        return response.status, response.headers
    finally:
        connection.close()


def timed_get(url, timeout=5):
    started = time.perf_counter_ns()
    for _ in range(30):
        code, headers = exchange("GET", url, timeout)
        if code not in (301, 302, 303, 307, 308) or "Location" not in headers:
            return code, (time.perf_counter_ns() - started) / 1e6
        url = urljoin(url, headers["Location"])
    raise TooManyRedirects(url)

# %% un-service
class Result(dict):
    """Un résultat que l'on remplit au fur et à mesure."""

    def judged(self, status, error=None):
        self.update(status=status, error=error)
        return self


def check_service(name, url, timeout=5, slow_ms=1000):
    result = Result(name=name, url=url, status_code=None, latency_ms=None)
    try:
        code, latency = timed_get(url, timeout)
    except Exception as error:
        return result.judged("down", f"{type(error).__name__}: {error}")
    result.update(status_code=code, latency_ms=latency)
    if code in range(500, 600):
        return result.judged("down", f"code {code}")
    if code not in range(200, 300):
        return result.judged("degraded", f"code {code}")
    if latency > slow_ms:
        return result.judged("degraded", f"{latency} ms > {slow_ms} ms")
    return result.judged("up")

# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    return [*map(lambda name: check_service(name, services[name], timeout=timeout, slow_ms=slow_ms), services)]

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    alert = {
        "down": [result["name"] for result in results if result["status"] == "down"],
        "recovered": list(recovered),
    }
    if not any(alert.values()):
        return False
    body = json.dumps(alert, ensure_ascii=False).encode()
    signing = hmac.new(secret.encode(), digestmod="sha256")
    signing.update(body)
    headers = {"Content-Type": "application/json", "X-Signature": "sha256=" + signing.hexdigest()}
    try:
        code, _ = exchange("POST", webhook_url, timeout, body, headers)
    except Exception:
        return False
    return code // 100 == 2

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.measure = lambda: check_all(services, timeout, slow_ms)
        self.tell = lambda fallen, back: send_alert(webhook_url, fallen, secret, back, timeout)
        self.rounds = []
        self.told = {}  # nom -> le destinataire le croit-il « down » ?

    @property
    def history(self):
        return sum(self.rounds, [])

    def run_once(self):
        self.rounds.append(self.measure())
        now = {result["name"]: result for result in self.rounds[-1]}
        fallen = [result for name, result in now.items() if result["status"] == "down" and not self.told.get(name)]
        back = [name for name, result in now.items() if result["status"] != "down" and self.told.get(name)]
        if (fallen or back) and self.tell(fallen, back):
            self.told.update({result["name"]: True for result in fallen})
            self.told.update(dict.fromkeys(back, False))
        return self.rounds[-1]

# %% bilan
import numpy as np


def summarize(history):
    names = sorted({measure["name"] for measure in history})
    table = np.full((len(names), 3), np.nan)
    for row, name in enumerate(names):
        table[row, 0] = np.mean([measure["status"] != "down" for measure in history if measure["name"] == name])
        known = [m["latency_ms"] for m in history if m["name"] == name and m["latency_ms"] is not None]
        if known:
            table[row, 1:] = np.percentile(known, [50, 95])
    return pd.DataFrame(table, index=names, columns=["availability", "median_ms", "p95_ms"])
