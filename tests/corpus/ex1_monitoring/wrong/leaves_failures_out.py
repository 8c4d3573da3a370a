# mistake: keeps the services that answered only
# question: plusieurs-services
# says: Il manque
# like: right/functional
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    results = (check_service(name, url, timeout, slow_ms) for name, url in services.items())
    return [result for result in results if result["status"] != "down"]
