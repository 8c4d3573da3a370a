# mistake: changes the default of timeout to 2, so that a round does not last
# question: plusieurs-services
# says: check_all doit attendre 5 s
# adversarial: 20
# like: right/beginner_in_french
# %% plusieurs-services
def check_all(services, timeout=2, slow_ms=1000):
    return [check_service(name, url, timeout, slow_ms) for name, url in services.items()]
