# mistake: passes slow_ms where timeout is expected and the other way round
# question: plusieurs-services
# says: échangé
# like: right/thread_pool
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    return [check_service(name, url, slow_ms, timeout) for name, url in services.items()]
