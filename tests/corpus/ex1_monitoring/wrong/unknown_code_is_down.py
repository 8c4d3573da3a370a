# mistake: takes a code that is neither 2xx nor 4xx for a failure of the server
# question: un-service
# says: ni 2xx ni 5xx
# like: right/thread_pool
# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    result = {"name": name, "url": url, "status": "down", "status_code": None, "latency_ms": None, "error": None}
    try:
        code, latency = timed_get(url, timeout)
    except Exception as error:
        result["error"] = repr(error)
        return result
    result.update(status_code=code, latency_ms=latency)
    if 200 <= code < 300:
        if latency > slow_ms:
            result.update(status="degraded", error=f"{latency:.0f} ms")
        else:
            result["status"] = "up"
    elif 400 <= code < 500:
        result.update(status="degraded", error=f"code {code}")
    else:
        result["error"] = f"code {code}"
    return result
