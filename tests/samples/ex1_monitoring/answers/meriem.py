# like: alice
# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    # Ni délai maximal, ni exception attrapée.
    debut = time.perf_counter()
    response = requests.get(url)
    latence = (time.perf_counter() - debut) * 1000
    if response.status_code >= 500:
        status, error = "down", response.reason
    elif response.status_code >= 300:
        status, error = "degraded", response.reason
    elif latence > slow_ms:
        status, error = "degraded", "lent"
    else:
        status, error = "up", None
    return {
        "name": name,
        "url": url,
        "status": status,
        "status_code": response.status_code,
        "latency_ms": latence,
        "error": error,
    }
