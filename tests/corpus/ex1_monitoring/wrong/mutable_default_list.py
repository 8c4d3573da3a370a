# mistake: a list as default value grows from call to call
# question: plusieurs-services
# says: valeur par défaut
# like: right/beginner_in_french
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000, results=[]):
    for name, url in services.items():
        results.append(check_service(name, url, timeout, slow_ms))
    return results
