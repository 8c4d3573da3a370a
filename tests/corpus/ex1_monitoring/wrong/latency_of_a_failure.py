# mistake: measures how long the failure took
# question: un-service
# says: latency_ms
# like: right/beginner_in_french
# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    result = {"name": name, "url": url, "status": "down", "status_code": None, "latency_ms": None, "error": None}
    start = time.perf_counter()
    try:
        code, latency = timed_get(url, timeout)
    except Exception as error:
        result.update(error=repr(error), latency_ms=(time.perf_counter() - start) * 1000)
        return result
    result.update(status_code=code, latency_ms=latency)
    if code >= 500:
        result["error"] = f"code {code}"
    elif not 200 <= code < 300:
        result.update(status="degraded", error=f"code {code}")
    elif latency > slow_ms:
        result.update(status="degraded", error=f"{latency:.0f} ms")
    else:
        result["status"] = "up"
    return result
