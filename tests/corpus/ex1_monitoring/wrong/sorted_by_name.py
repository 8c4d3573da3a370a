# mistake: sorts the services by name
# question: plusieurs-services
# says: triés par nom
# like: right/beginner_in_french
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    return [check_service(name, url, timeout, slow_ms) for name, url in sorted(services.items())]
