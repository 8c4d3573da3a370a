# like: alice
# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    mesure = {"name": name, "url": url, "status": "down", "status_code": None, "latency_ms": None, "error": None}
    try:
        code, latence = timed_get(url, timeout)
    except Exception as erreur:
        mesure["error"] = repr(erreur)
        return mesure
    mesure.update(status_code=code, latency_ms=latence)
    if code >= 400:
        mesure["error"] = f"HTTP {code}"
    elif latence > slow_ms:
        mesure.update(status="degraded", error="lent")
    else:
        mesure["status"] = "up"
    return mesure
