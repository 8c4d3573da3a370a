# mistake: raise_for_status() in the try: a 503 loses its code and its latency
# question: un-service
# says: raise_for_status
# like: right/one_session_prepared_requests
# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    result = {"name": name, "url": url, "status": "up", "status_code": None, "latency_ms": None, "error": None}
    try:
        start = time.perf_counter()
        response = requests.get(url, timeout=timeout)
        latency = (time.perf_counter() - start) * 1000
        response.raise_for_status()
    except Exception as error:
        result.update(status="down", error=str(error) or repr(error))
        return result
    result.update(status_code=response.status_code, latency_ms=latency)
    if not 200 <= response.status_code < 300:
        result.update(status="degraded", error=f"code {response.status_code}")
    elif latency > slow_ms:
        result.update(status="degraded", error=f"{latency:.0f} ms")
    return result
