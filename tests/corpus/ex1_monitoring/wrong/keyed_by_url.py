# mistake: remembers the measures by URL, so that two names of one URL share one
# question: plusieurs-services
# says: par URL
# like: right/one_session_prepared_requests
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    measures = {}
    for name, url in services.items():
        if url not in measures:
            measures[url] = check_service(name, url, timeout, slow_ms)
    return [{**measures[url], "name": name} for name, url in services.items()]
