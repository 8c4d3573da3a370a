# style: DataFrames wherever possible: apply for a round, masks for the changes, pivot_table, unstack
# %% latence
def timed_get(url, timeout=5):
    start = pd.Timedelta(time.perf_counter_ns(), "ns")
    response = requests.get(url, timeout=timeout)
    elapsed = pd.Timedelta(time.perf_counter_ns(), "ns") - start
    return response.status_code, elapsed / pd.Timedelta(milliseconds=1)

# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    row = {"name": name, "url": url, "status": "down", "status_code": None, "latency_ms": None, "error": None}
    try:
        row["status_code"], row["latency_ms"] = timed_get(url, timeout)
    except Exception as e:
        row["error"] = f"{type(e).__name__}: {e}"
        return row
    family = pd.cut([row["status_code"]], [0, 199, 299, 499, 999], labels=["odd", "ok", "client", "server"])[0]
    if family == "server":
        row["error"] = f"HTTP {row['status_code']}"
    elif family != "ok" or row["latency_ms"] > slow_ms:
        row["status"] = "degraded"
        row["error"] = f"HTTP {row['status_code']} en {row['latency_ms']:.0f} ms"
    else:
        row["status"] = "up"
    return row

# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    series = pd.Series(services, dtype=object)
    return [check_service(name, url, timeout, slow_ms) for name, url in series.items()]

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    frame = pd.DataFrame(results, columns=["name", "status"])
    down = frame.loc[frame["status"] == "down", "name"].tolist()
    if not len(down) and not len(recovered):
        return False
    body = json.dumps({"down": down, "recovered": list(recovered)}).encode("utf-8")
    signature = "sha256=" + hmac.new(bytes(secret, "utf-8"), body, hashlib.sha256).hexdigest()
    try:
        r = requests.post(
            webhook_url,
            data=body,
            headers={"Content-Type": "application/json", "X-Signature": signature},
            timeout=timeout,
        )
        return 200 <= r.status_code < 300
    except Exception:
        return False

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services, self.webhook_url, self.secret = services, webhook_url, secret
        self.timeout, self.slow_ms = timeout, slow_ms
        self.history = []
        self.announced = pd.Series(False, index=list(services), dtype=bool)

    def run_once(self):
        results = check_all(self.services, self.timeout, self.slow_ms)
        self.history.extend(results)
        statuses = pd.Series({r["name"]: r["status"] for r in results}, dtype=object)
        down = (statuses == "down").reindex(self.announced.index)
        fallen = down.index[down & ~self.announced]
        recovered = down.index[~down & self.announced].tolist()
        news = [r for r in results if r["name"] in fallen]
        if send_alert(self.webhook_url, news, self.secret, recovered, self.timeout):
            self.announced = down
        return results

# %% bilan
def summarize(history):
    df = pd.DataFrame(history, columns=["name", "status", "latency_ms"]).astype({"latency_ms": float})
    df["availability"] = (df["status"] != "down").astype(float)
    available = df.pivot_table(index="name", values="availability", aggfunc="mean", dropna=False)
    quantiles = df.groupby("name")["latency_ms"].quantile([0.5, 0.95]).unstack()
    quantiles = quantiles.reindex(columns=[0.5, 0.95])
    quantiles.columns = ["median_ms", "p95_ms"]
    return quantiles.join(available, how="left") if len(df) else quantiles.assign(availability=[])
