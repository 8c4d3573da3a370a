# mistake: keeps the name and the status of each result only
# question: plusieurs-services
# says: tous champs compris
# adversarial: 20
# like: right/thread_pool
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    results = []
    for name, url in services.items():
        result = check_service(name, url, timeout, slow_ms)
        results.append({"name": name, "status": result["status"]})
    return results
