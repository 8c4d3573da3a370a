# style: small pure functions, partial, reduce, itertools, closures; no loop statement
# %% latence
from functools import partial, reduce
from itertools import chain, groupby, starmap
from operator import itemgetter
from timeit import default_timer


def timed(function):
    start = default_timer()
    value = function()
    return value, (default_timer() - start) * 1000


def timed_get(url, timeout=5):
    response, latency = timed(partial(requests.get, url, timeout=timeout))
    return response.status_code, latency

# %% un-service
def attempt(function, *args):
    try:
        return function(*args), None
    except Exception as error:
        return None, error


def judge(code, latency, slow_ms):
    rules = (
        (lambda: code >= 500, "down", f"code {code}"),
        (lambda: not 200 <= code < 300, "degraded", f"code {code}"),
        (lambda: latency > slow_ms, "degraded", f"{latency:.0f} ms"),
        (lambda: True, "up", None),
    )
    return next((status, error) for applies, status, error in rules if applies())


def check_service(name, url, timeout=5, slow_ms=1000):
    measured, error = attempt(timed_get, url, timeout)
    code, latency = measured or (None, None)
    status, why = judge(code, latency, slow_ms) if measured else ("down", repr(error))
    fields = ("name", "url", "status", "status_code", "latency_ms", "error")
    return dict(zip(fields, (name, url, status, code, latency, why)))

# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    return list(starmap(partial(check_service, timeout=timeout, slow_ms=slow_ms), services.items()))

# %% alerte
def names_down(results):
    return [result["name"] for result in results if result["status"] == "down"]


def signed(secret, body):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    alert = {"down": names_down(results), "recovered": list(recovered)}
    body = json.dumps(alert, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "X-Signature": signed(secret, body)}
    post = partial(requests.post, data=body, headers=headers, timeout=timeout)
    response, _ = attempt(post, webhook_url) if any(alert.values()) else (None, None)
    return response is not None and 200 <= response.status_code < 300

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self._check = partial(check_all, services, timeout, slow_ms)
        self._send = partial(send_alert, webhook_url, secret=secret)
        self._rounds = ()
        self._announced = ()

    @property
    def history(self):
        return list(chain.from_iterable(self._rounds))

    def run_once(self):
        results = self._check()
        self._rounds = (*self._rounds, results)
        down = names_down(results)
        fallen = list(filter(lambda r: r["name"] in down and r["name"] not in self._announced, results))
        recovered = list(filter(lambda name: name not in down, self._announced))
        self._announced = tuple(down) if self._send(fallen, recovered=recovered) else self._announced
        return results

# %% bilan
def quantile(values, q):
    ordered = sorted(values)
    if not ordered:
        return float("nan")
    position = q * (len(ordered) - 1)
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def summarize(history):
    by_name = {n: list(ms) for n, ms in groupby(sorted(history, key=itemgetter("name")), itemgetter("name"))}
    latencies = {n: [m["latency_ms"] for m in ms if m["latency_ms"] is not None] for n, ms in by_name.items()}
    available = {n: reduce(lambda k, m: k + (m["status"] != "down"), ms, 0) for n, ms in by_name.items()}
    return pd.DataFrame(
        {
            "availability": {n: available[n] / len(ms) for n, ms in by_name.items()},
            "median_ms": {n: quantile(values, 0.5) for n, values in latencies.items()},
            "p95_ms": {n: quantile(values, 0.95) for n, values in latencies.items()},
        }
    )
