# mistake: gives the code of the last redirection instead of letting TooManyRedirects out
# question: latence
# says: redirection sans fin, votre code rend
# adversarial: 19.72
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    start = time.perf_counter()
    try:
        response = requests.get(url, timeout=timeout)
    except requests.TooManyRedirects as error:
        response = error.response
    return response.status_code, (time.perf_counter() - start) * 1000
