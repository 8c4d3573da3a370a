# mistake: puts response.url, where the redirection led, in the result
# question: un-service
# says: d'arrivée
# like: right/one_session_prepared_requests
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
    result.update(url=response.url, status_code=code, latency_ms=latency)
    if code >= 500:
        result["error"] = f"code {code}"
    elif not 200 <= code < 300:
        result.update(status="degraded", error=f"code {code}")
    elif latency > slow_ms:
        result.update(status="degraded", error=f"{latency:.0f} ms")
    else:
        result["status"] = "up"
    return result
