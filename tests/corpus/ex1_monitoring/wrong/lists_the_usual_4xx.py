# mistake: lists the usual codes that are degraded, and takes the others for up
# question: un-service
# says: pas seulement quelques-uns
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
    elif code in (304, 400, 401, 403, 404, 405, 429):
        result.update(status="degraded", error=f"code {code}")
    elif latency > slow_ms:
        result.update(status="degraded", error=f"{latency:.0f} ms")
    else:
        result["status"] = "up"
    return result
