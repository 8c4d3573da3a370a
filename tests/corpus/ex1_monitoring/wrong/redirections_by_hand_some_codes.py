# mistake: follows the redirections itself, those of 301, 302 and 307 only
# question: latence
# says: 303 et 308
# adversarial: 19.72
# like: right/beginner_in_french
# %% latence
from urllib.parse import urljoin


def timed_get(url, timeout=5):
    start = time.perf_counter()
    response = requests.get(url, timeout=timeout, allow_redirects=False)
    hops = 0
    while response.status_code in (301, 302, 307):
        hops += 1
        if hops > 30:
            raise requests.TooManyRedirects(url)
        response = requests.get(urljoin(response.url, response.headers["Location"]), timeout=timeout, allow_redirects=False)
    return response.status_code, (time.perf_counter() - start) * 1000
