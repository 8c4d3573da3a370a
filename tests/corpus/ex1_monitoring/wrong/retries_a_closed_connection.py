# mistake: asks again after a ConnectionError
# question: un-service
# says: nouvelle tentative
# like: right/beginner_in_french
# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    result = {"name": name, "url": url, "status": "down", "status_code": None, "latency_ms": None, "error": None}
    for attempt in range(3):
        try:
            code, latency = timed_get(url, timeout)
            break
        except requests.ConnectTimeout as error:
            result["error"] = repr(error)
            return result
        except requests.ConnectionError as error:
            result["error"] = repr(error)
        except Exception as error:
            result["error"] = repr(error)
            return result
    else:
        return result
    result.update(status_code=code, latency_ms=latency, error=None)
    if code >= 500:
        result["error"] = f"code {code}"
    elif not 200 <= code < 300:
        result.update(status="degraded", error=f"code {code}")
    elif latency > slow_ms:
        result.update(status="degraded", error=f"{latency:.0f} ms")
    else:
        result["status"] = "up"
    return result
