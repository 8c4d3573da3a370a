# mistake: the result of a service that does not answer has no url field
# question: un-service
# says: Il manque des champs au résultat : url
# adversarial: 20
# like: right/thread_pool
# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    result = {"name": name, "url": url, "status": "down", "status_code": None, "latency_ms": None, "error": None}
    try:
        code, latency = timed_get(url, timeout)
    except Exception as error:
        return {"name": name, "status": "down", "status_code": None, "latency_ms": None, "error": repr(error)}
    result.update(status_code=code, latency_ms=latency)
    if 500 <= code < 600:
        result["error"] = f"code {code}"
    elif not 200 <= code < 300:
        result.update(status="degraded", error=f"code {code}")
    elif latency > slow_ms:
        result.update(status="degraded", error=f"{latency:.0f} ms")
    else:
        result["status"] = "up"
    return result
