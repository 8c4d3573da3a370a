# mistake: goes through a set of the names, whose order is not that of services
# question: plusieurs-services
# says: ne suivent pas l'ordre
# adversarial: 19.33
# like: right/thread_pool
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    return [check_service(name, services[name], timeout, slow_ms) for name in set(services)]
