# mistake: lets urllib3 follow redirects with Retry(total=30, connect=0, read=0, other=0), which also retries (and sleeps) on 429/503 answers that carry Retry-After
# question: un-service
# says: nouvelle tentative
# blind: 20.0
# like: right/defensive_urllib3
# %% un-service
from collections import deque
from time import perf_counter_ns
from urllib.parse import unquote, urljoin, urlsplit

import urllib3

_MAX_REDIRECTS = 30


def _urllib3_timeout(timeout):
    if isinstance(timeout, tuple):
        connect, read = timeout
    else:
        connect = read = timeout
    return urllib3.Timeout(connect=connect, read=read)


def _checked_url(url):
    """Rend l'URL si elle a un protocole et un hôte ; lève ValueError sinon."""
    if not isinstance(url, str):
        raise ValueError(f"URL qui n'est pas un texte : {url!r}")
    url = url.lstrip()
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https"):
        raise ValueError(f"URL sans http:// ni https:// : {url!r}")
    if not parts.hostname:
        raise ValueError(f"URL sans nom d'hôte : {url!r}")
    return url


def _credentials(url):
    """L'en-tête d'authentification que demande une URL http://nom:motdepasse@hôte/."""
    userinfo, at, _ = urlsplit(url).netloc.rpartition("@")
    return urllib3.make_headers(basic_auth=unquote(userinfo)) if at else {}


def _exchange(pool, method, url, timeout, body=None, headers=None):
    """Une requête, une réponse lue jusqu'au bout ; rend (code, location). Lève en cas d'échec."""
    url = _checked_url(url)
    response = pool.request(
        method,
        url,
        body=body,
        headers={**_credentials(url), **(headers or {})},
        timeout=_urllib3_timeout(timeout),
        retries=False,
        redirect=False,
        preload_content=False,
        decode_content=False,
    )
    try:
        deque(response.stream(65536, decode_content=False), maxlen=0)
        return int(response.status), response.headers.get("Location")
    finally:
        response.close()


def _final_code(pool, url, timeout):
    """Le code de la réponse finale, redirections suivies, lue jusqu'au bout."""
    url = _checked_url(url)
    response = pool.request(
        "GET",
        url,
        headers=_credentials(url),
        timeout=_urllib3_timeout(timeout),
        retries=urllib3.Retry(total=_MAX_REDIRECTS, connect=0, read=0, other=0),  # 30 redirections, aucun nouvel essai
        preload_content=False,
        decode_content=False,
    )
    try:
        deque(response.stream(65536, decode_content=False), maxlen=0)
        return int(response.status)
    finally:
        response.close()


def check_service(name, url, timeout=5, slow_ms=1000):
    """Mesure un service une fois et rend son état ; ne lève jamais d'exception."""
    result = {
        "name": name,
        "url": url,
        "status": "down",
        "status_code": None,
        "latency_ms": None,
        "error": None,
    }
    try:
        with urllib3.PoolManager(ca_certs=requests.certs.where()) as pool:
            began = perf_counter_ns()
            code = _final_code(pool, url, timeout)
            latency = (perf_counter_ns() - began) / 1_000_000
        if 500 <= code <= 599:
            status, error = "down", f"HTTP {code}"
        elif not 200 <= code <= 299:
            status, error = "degraded", f"HTTP {code}"
        elif latency > slow_ms:
            status, error = "degraded", f"{latency:.0f} ms, seuil de {slow_ms} ms"
        else:
            status, error = "up", None
        result.update(status=status, status_code=code, latency_ms=latency, error=error)
    except Exception as problem:  # une URL bizarre peut lever n'importe quoi
        result["error"] = f"{type(problem).__name__} : {problem}"
    return result
