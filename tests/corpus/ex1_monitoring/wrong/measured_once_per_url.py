# mistake: measures are cached by URL, so two names with the same URL share one request
# question: plusieurs-services
# says: par URL
# blind: 19.67
# like: right/classes_and_listeners
# %% plusieurs-services
class ServiceRound:
    """Un tour de tous les services, l'un après l'autre."""

    def __init__(self, services: Dict[str, str], checker: ServiceChecker) -> None:
        self._services = dict(services)
        self._checker = checker
        self._results_by_url: Dict[str, Dict[str, Any]] = {}

    def get_service_names(self) -> List[str]:
        return list(self._services)

    def execute(self) -> List[Dict[str, Any]]:
        results: List[Dict[str, Any]] = []
        self._results_by_url.clear()
        for name, url in self._services.items():
            if url not in self._results_by_url:
                self._results_by_url[url] = self._checker.check(name, url)
            results.append({**self._results_by_url[url], "name": name})
        return results


def check_all(services, timeout=5, slow_ms=1000):
    """Mesure chaque service une fois et rend la liste des résultats, dans l'ordre."""
    checker = ServiceChecker(LatencyProbe(timeout), ThresholdPolicy(slow_ms))
    return ServiceRound(services, checker).execute()
