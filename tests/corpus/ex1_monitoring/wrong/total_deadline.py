# mistake: treats timeout as a limit on the total duration: a slow but steady body that lasts longer than timeout raises Timeout
# question: latence
# says: borne la durée totale
# blind: 19.67
# like: right/defensive_urllib3
# %% latence
from collections import deque
from time import perf_counter_ns

import requests


def _drop_encoding(response, *args, **kwargs):
    """Le contenu ne nous intéresse pas : on ne veut pas d'une erreur de décompression."""
    raw_headers = getattr(response.raw, "headers", None)
    if raw_headers is not None and "content-encoding" in raw_headers:
        del raw_headers["content-encoding"]
    return response


def timed_get(url, timeout=5):
    """Rend (status_code, latency_ms) pour une requête GET ; laisse passer les exceptions."""
    began = perf_counter_ns()
    with requests.get(url, timeout=timeout, stream=True, hooks={"response": _drop_encoding}) as response:
        for _ in response.iter_content(chunk_size=1024):  # lit tout, ne garde rien
            if perf_counter_ns() - began > timeout * 1_000_000_000:
                raise requests.Timeout(f"plus de {timeout} s")
        ended = perf_counter_ns()
        return int(response.status_code), (ended - began) / 1_000_000
