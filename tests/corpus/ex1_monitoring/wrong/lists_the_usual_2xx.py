# mistake: lists 200, 201, 202 and 204 instead of the whole family
# question: un-service
# says: tout code 2xx
# adversarial: 20
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
    if 500 <= code < 600:
        result["error"] = f"code {code}"
    elif code not in (200, 201, 202, 204):
        result.update(status="degraded", error=f"code {code}")
    elif latency > slow_ms:
        result.update(status="degraded", error=f"{latency:.0f} ms")
    else:
        result["status"] = "up"
    return result
