# mistake: measures once more a service that gave no answer at all
# question: plusieurs-services
# says: ferme l'est deux fois
# adversarial: 20
# like: right/thread_pool
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    results = []
    for name, url in services.items():
        result = check_service(name, url, timeout, slow_ms)
        if result["status_code"] is None:
            result = check_service(name, url, timeout, slow_ms)
        results.append(result)
    return results
