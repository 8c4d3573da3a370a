# mistake: keeps timeout and slow_ms to itself
# question: plusieurs-services
# says: slow_ms
# like: right/beginner_in_french
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    resultats = []
    for name, url in services.items():
        resultats.append(check_service(name, url))
    return resultats
