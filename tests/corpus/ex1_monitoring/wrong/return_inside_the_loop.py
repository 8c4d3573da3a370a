# mistake: return stands inside the loop: one result only
# question: plusieurs-services
# says: return
# like: right/beginner_in_french
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    resultats = []
    for name, url in services.items():
        resultats.append(check_service(name, url, timeout, slow_ms))
        return resultats
    return resultats
