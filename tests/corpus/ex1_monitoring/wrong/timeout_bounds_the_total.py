# mistake: gives up once the whole answer has taken timeout seconds
# question: latence
# says: durée totale
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    start = time.monotonic()
    with requests.get(url, timeout=timeout, stream=True) as response:
        for _ in response.iter_content(1):
            if time.monotonic() - start > timeout:
                raise requests.Timeout(f"plus de {timeout} s")
        return response.status_code, (time.monotonic() - start) * 1000
