# mistake: measures a second time what is down, to be sure
# question: plusieurs-services
# says: une seule fois
# like: right/class_with_auth_object
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    results = [check_service(name, url, timeout, slow_ms) for name, url in services.items()]
    for index, result in enumerate(results):
        if result["status"] == "down":  # une seconde mesure, pour éviter une fausse alerte
            results[index] = check_service(result["name"], result["url"], timeout, slow_ms)
    return results
