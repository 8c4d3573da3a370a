# mistake: catches RequestException only, so a URL such as http://serveur..local/ makes check_service raise
# question: un-service
# says: Attrapez Exception
# blind: 19.39
# like: right/one_liners
# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    r = {"name": name, "url": url, "status": "down", "status_code": None, "latency_ms": None, "error": None}
    try:
        code, ms = timed_get(url, timeout)
    except requests.RequestException as e:
        return r | {"error": repr(e)}
    match code // 100:
        case 2:
            status, error = ("degraded", f"{ms:.0f} ms > {slow_ms} ms") if ms > slow_ms else ("up", None)
        case n:
            status, error = "down" if n == 5 else "degraded", f"code {code}"
    return r | {"status": status, "status_code": code, "latency_ms": ms, "error": error}
