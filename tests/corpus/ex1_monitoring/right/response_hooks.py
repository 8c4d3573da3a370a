# style: a Session subclass with default time-out and a response hook that stops the watch
# %% latence
class TimedSession(requests.Session):
    """Une session qui note l'instant où chaque réponse est arrivée en entier."""

    def __init__(self, timeout):
        super().__init__()
        self.timeout = timeout
        self.hooks["response"].append(self._finished)

    def _finished(self, response, *args, **kwargs):
        response.content  # lit le corps jusqu'au bout
        self.ended = time.perf_counter()
        return response

    def send(self, request, **kwargs):
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = self.timeout
        return super().send(request, **kwargs)


def timed_get(url, timeout=5):
    with TimedSession(timeout) as session:
        began = time.perf_counter()
        response = session.get(url)
        return response.status_code, (session.ended - began) * 1000

# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    result = dict.fromkeys(["name", "url", "status", "status_code", "latency_ms", "error"])
    result.update(name=name, url=url, status="up")
    try:
        result["status_code"], result["latency_ms"] = timed_get(url, timeout)
        response = requests.Response()
        response.status_code = result["status_code"]
        response.raise_for_status()
        if not 200 <= result["status_code"] < 300:
            raise ValueError(f"code {result['status_code']}")
        if result["latency_ms"] > slow_ms:
            raise ValueError("réponse trop lente")
    except requests.HTTPError as error:
        result["status"] = "down" if result["status_code"] >= 500 else "degraded"
        result["error"] = str(error)
    except Exception as error:
        result["status"] = "down" if result["status_code"] is None else "degraded"
        result["error"] = repr(error)
    return result

# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    results = dict.fromkeys(services)
    for name in results:
        results[name] = check_service(name, services[name], timeout, slow_ms)
    return [*results.values()]

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    body = {"down": [r["name"] for r in results if r["status"] == "down"], "recovered": list(recovered)}
    if not any(body.values()):
        return False
    accepted = []

    def note(response, *args, **kwargs):
        accepted.append(200 <= response.status_code < 300)

    raw = json.dumps(body).encode("utf-8")
    with TimedSession(timeout) as session:
        session.headers["Content-Type"] = "application/json"
        session.headers["X-Signature"] = "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
        try:
            session.post(webhook_url, data=raw, hooks={"response": note})
        except Exception:
            return False
    return all(accepted)

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.measure = lambda: check_all(services, timeout, slow_ms)
        self.alert = lambda fallen, back: send_alert(webhook_url, fallen, secret, back, timeout)
        self.history = []
        self.announced = set()

    def run_once(self):
        results = self.measure()
        self.history[len(self.history) :] = results
        down = {r["name"] for r in results if r["status"] == "down"}
        if down ^ self.announced:
            fallen = [r for r in results if r["name"] in down and r["name"] not in self.announced]
            if self.alert(fallen, self.announced - down):
                self.announced = down
        return results

# %% bilan
def summarize(history):
    table = pd.DataFrame.from_records(history, columns=["name", "status", "latency_ms"])
    table["latency_ms"] = pd.to_numeric(table["latency_ms"], errors="coerce")
    by_name = table.groupby("name")
    summary = by_name["latency_ms"].describe(percentiles=[0.5, 0.95])
    summary = summary.rename(columns={"50%": "median_ms", "95%": "p95_ms"})
    summary["availability"] = by_name["status"].agg(lambda statuses: (statuses != "down").mean())
    return summary
