# mistake: takes a 3xx for a success, 304 excepted
# question: un-service
# says: Un 3xx n'est ni
# adversarial: 20
# like: right/beginner_in_french
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
    elif code == 304 or code >= 400:
        result.update(status="degraded", error=f"code {code}")
    elif latency > slow_ms:
        result.update(status="degraded", error=f"{latency:.0f} ms")
    else:
        result["status"] = "up"
    return result
