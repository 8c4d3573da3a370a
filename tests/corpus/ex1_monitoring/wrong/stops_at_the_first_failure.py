# mistake: leaves the loop at the first service that is down
# question: plusieurs-services
# says: s'arrête
# like: right/threads_by_hand
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    results = []
    for name, url in services.items():
        result = check_service(name, url, timeout, slow_ms)
        results.append(result)
        if result["status"] == "down":
            break
    return results
