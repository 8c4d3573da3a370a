# mistake: gives a dictionary by name instead of a list
# question: plusieurs-services
# says: dictionnaire
# like: right/beginner_in_french
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    return {name: check_service(name, url, timeout, slow_ms) for name, url in services.items()}
