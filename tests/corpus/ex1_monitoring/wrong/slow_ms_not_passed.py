# mistake: passes timeout on, not slow_ms
# question: plusieurs-services
# says: slow_ms
# like: right/one_session_prepared_requests
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    return [check_service(name, url, timeout) for name, url in services.items()]
