# mistake: gives the results as the threads end
# question: plusieurs-services
# says: as_completed
# like: right/thread_pool
# %% plusieurs-services
from concurrent.futures import ThreadPoolExecutor, as_completed


def check_all(services, timeout=5, slow_ms=1000):
    with ThreadPoolExecutor(max_workers=8) as pool:
        futures = [pool.submit(check_service, name, url, timeout, slow_ms) for name, url in services.items()]
        return [future.result() for future in as_completed(futures)]
