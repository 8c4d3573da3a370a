# mistake: each distinct URL is measured once and the measure is shared by the names that have it
# question: plusieurs-services
# says: par URL
# blind: 19.67
# like: right/shared_session_and_data_classes
# %% plusieurs-services
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

MAX_WORKERS: Final = 16


def check_all(services: Mapping[str, str], timeout: float = 5, slow_ms: float = 1000) -> list[dict[str, Any]]:
    """Mesure chaque service une fois et rend la liste des résultats, dans l'ordre."""
    if not services:
        return []
    names_by_url = {url: name for name, url in services.items()}
    probe = functools.partial(check_service, timeout=timeout, slow_ms=slow_ms)
    with ThreadPoolExecutor(max_workers=min(MAX_WORKERS, len(names_by_url))) as pool:
        futures = {url: pool.submit(probe, name, url) for url, name in names_by_url.items()}
        return [futures[url].result() | {"name": name} for name, url in services.items()]
