# mistake: measures with time.process_time(), which counts work and not waiting
# question: latence
# says: process_time
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    start = time.process_time()
    response = requests.get(url, timeout=timeout)
    return response.status_code, (time.process_time() - start) * 1000
