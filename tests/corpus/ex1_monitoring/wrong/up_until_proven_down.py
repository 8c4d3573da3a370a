# mistake: starts from up and passes over exceptions
# question: un-service
# says: cache
# like: right/beginner_in_french
# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    result = {"name": name, "url": url, "status": "up", "status_code": None, "latency_ms": None, "error": None}
    try:
        code, latency = timed_get(url, timeout)
        result.update(status_code=code, latency_ms=latency)
        if code >= 500:
            result.update(status="down", error=f"code {code}")
        elif not 200 <= code < 300:
            result.update(status="degraded", error=f"code {code}")
        elif latency > slow_ms:
            result.update(status="degraded", error="lent")
    except Exception:
        pass
    return result
