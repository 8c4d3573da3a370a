# mistake: puts the services that are down at the end of the list
# question: plusieurs-services
# says: L'ordre des résultats
# adversarial: 19.67
# like: right/beginner_in_french
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    results = [check_service(name, url, timeout, slow_ms) for name, url in services.items()]
    return sorted(results, key=lambda result: result["status"] == "down")
