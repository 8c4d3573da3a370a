# mistake: yields the results instead of giving a list
# question: plusieurs-services
# says: générateur
# like: right/streamed_with_context_managers
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    for name, url in services.items():
        yield check_service(name, url, timeout, slow_ms)
