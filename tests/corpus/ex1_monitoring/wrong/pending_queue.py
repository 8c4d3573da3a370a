# mistake: keeps the changes that were not delivered in queues and resends them even if they have been undone meanwhile
# question: changements
# says: telle quelle
# blind: 19.75
# like: right/defensive_urllib3
# %% changements
class Monitor:
    """Surveille des services et n'alerte que lorsque quelque chose change."""

    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services = dict(services)
        self.webhook_url = webhook_url
        self.timeout = timeout
        self.slow_ms = slow_ms
        self.history = []
        self._secret = secret
        self._previous = frozenset()
        self._fallen = deque()  # pas encore annoncés
        self._back = deque()

    def run_once(self):
        """Fait un tour, alerte s'il le faut et rend les résultats du tour."""
        results = check_all(self.services, timeout=self.timeout, slow_ms=self.slow_ms)
        self.history.extend(results)
        down = frozenset(r["name"] for r in results if r["status"] == "down")
        self._fallen.extend(r for r in results if r["name"] in down - self._previous)
        self._back.extend(r["name"] for r in results if r["name"] in self._previous - down)
        self._previous = down
        if self._fallen or self._back:
            if send_alert(
                self.webhook_url, list(self._fallen), self._secret, recovered=list(self._back), timeout=self.timeout
            ):
                self._fallen.clear()
                self._back.clear()
        return results
