# mistake: measures a second time what is slow, and keeps the second result
# question: plusieurs-services
# says: lent l'est deux fois
# adversarial: 19.75
# like: right/beginner_in_french
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    results = []
    for name, url in services.items():
        result = check_service(name, url, timeout, slow_ms)
        if result["status"] == "degraded" and result["status_code"] == 200:
            result = check_service(name, url, timeout, slow_ms)
        results.append(result)
    return results
