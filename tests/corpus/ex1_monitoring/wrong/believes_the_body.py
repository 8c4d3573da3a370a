# mistake: a 200 whose JSON does not say that its status is ok is degraded
# question: un-service
# says: quoi que dise son corps
# adversarial: 20
# like: right/thread_pool
# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    result = {"name": name, "url": url, "status": "down", "status_code": None, "latency_ms": None, "error": None}
    try:
        start = time.perf_counter()
        response = requests.get(url, timeout=timeout)
        latency = (time.perf_counter() - start) * 1000
    except Exception as error:
        result["error"] = repr(error)
        return result
    code = response.status_code
    result.update(status_code=code, latency_ms=latency)
    if 500 <= code < 600:
        result["error"] = f"code {code}"
    elif not 200 <= code < 300:
        result.update(status="degraded", error=f"code {code}")
    elif latency > slow_ms:
        result.update(status="degraded", error=f"{latency:.0f} ms")
    elif "json" in response.headers.get("Content-Type", "") and response.json().get("status") != "ok":
        result.update(status="degraded", error=response.text)
    else:
        result["status"] = "up"
    return result
