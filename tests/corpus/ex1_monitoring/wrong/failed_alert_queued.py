# mistake: a failed alert is queued and merged into the next one as it was, even if the service came back in between
# question: changements
# says: telle quelle
# blind: 19.75
# like: right/classes_and_listeners
# %% changements
class Announcements:
    """Ce que le destinataire sait : les services annoncés « down »."""

    def __init__(self) -> None:
        self._down: List[str] = []

    def get_down(self) -> List[str]:
        return list(self._down)

    def diff(self, results: List[Dict[str, Any]]) -> Alert:
        fresh = [result for result in results if result["name"] not in self._down]
        recovered = [
            result["name"]
            for result in results
            if result["name"] in self._down and result["status"] != ServiceStatus.DOWN.value
        ]
        return AlertBuilder().with_results(fresh).with_recovered(recovered).build()

    def commit(self, alert: Alert) -> None:
        recovered = alert.get_recovered()
        self._down = [name for name in self._down if name not in recovered] + alert.get_down()


class Monitor:
    """Surveille des services et n'alerte que lorsque quelque chose change."""

    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        checker = ServiceChecker(LatencyProbe(timeout), ThresholdPolicy(slow_ms))
        self._round = ServiceRound(services, checker)
        self._sender = AlertSender(webhook_url, secret, timeout)
        self._announcements = Announcements()
        self._pending_down: List[str] = []
        self._pending_recovered: List[str] = []
        self._history: List[Dict[str, Any]] = []

    @property
    def history(self) -> List[Dict[str, Any]]:
        return list(self._history)

    def run_once(self):
        """Fait un tour, alerte s'il le faut et rend les résultats du tour."""
        results = self._round.execute()
        self._history.extend(results)
        change = self._announcements.diff(results)
        self._announcements.commit(change)
        self._pending_down.extend(change.get_down())
        self._pending_recovered.extend(change.get_recovered())
        if self._sender.send(Alert(self._pending_down, self._pending_recovered)):
            self._pending_down = []
            self._pending_recovered = []
        return results
