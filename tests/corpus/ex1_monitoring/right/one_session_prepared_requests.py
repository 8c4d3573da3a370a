# style: one module-level Session for everything, prepared requests, signs the prepared body
# %% latence
SESSION = requests.Session()
SESSION.headers.update({"User-Agent": "astreinte/2.1", "Accept": "*/*"})


def timed_get(url, timeout=5):
    start = time.monotonic()
    r = SESSION.get(url, timeout=timeout)
    return r.status_code, 1e3 * (time.monotonic() - start)

# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    try:
        code, ms = timed_get(url, timeout)
    except Exception as exc:
        return dict(name=name, url=url, status="down", status_code=None, latency_ms=None, error=type(exc).__name__)
    status, error = "up", None
    if not 200 <= code <= 299:
        error = requests.status_codes._codes.get(code, (str(code),))[0]
        status = "down" if code >= 500 else "degraded"
    elif ms > slow_ms:
        status, error = "degraded", "slow"
    return dict(name=name, url=url, status=status, status_code=code, latency_ms=ms, error=error)

# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    return [check_service(n, u, timeout=timeout, slow_ms=slow_ms) for n, u in services.items()]

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    payload = {
        "down": [r["name"] for r in results if r["status"] == "down"],
        "recovered": [*recovered],
    }
    if not payload["down"] and not payload["recovered"]:
        return False
    try:
        prepared = SESSION.prepare_request(requests.Request("POST", webhook_url, json=payload))
        digest = hmac.new(secret.encode(), prepared.body, hashlib.sha256).hexdigest()
        prepared.headers["X-Signature"] = f"sha256={digest}"
        r = SESSION.send(prepared, timeout=timeout)
        r.raise_for_status()
    except Exception:
        return False
    return r.status_code < 300

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.args = (dict(services), timeout, slow_ms)
        self.hook = (webhook_url, secret)
        self.history = []
        self._told = {name: False for name in services}

    def run_once(self):
        results = check_all(*self.args)
        self.history += results
        is_down = {r["name"]: r["status"] == "down" for r in results}
        news = [r for r in results if is_down[r["name"]] and not self._told[r["name"]]]
        back = [n for n, told in self._told.items() if told and not is_down[n]]
        url, secret = self.hook
        if (news or back) and send_alert(url, news, secret, recovered=back):
            self._told = is_down
        return results

# %% bilan
def summarize(history):
    if not history:
        return pd.DataFrame(columns=["availability", "median_ms", "p95_ms"], dtype=float)
    df = pd.DataFrame(history)
    df["latency_ms"] = pd.to_numeric(df["latency_ms"])
    df["ok"] = df["status"].isin(["up", "degraded"])
    return df.groupby("name").agg(
        availability=("ok", "mean"),
        median_ms=("latency_ms", "median"),
        p95_ms=("latency_ms", lambda s: s.quantile(0.95)),
    )
