# mistake: a refused alert is queued and sent again with the names it had, even those that have come back since
# question: changements
# says: telle quelle
# blind: 19.75
# like: right/shared_session_and_data_classes
# %% changements
@dataclass
class Monitor:
    """Surveille des services et n'alerte que lorsque quelque chose change."""

    services: Mapping[str, str]
    webhook_url: str
    secret: str = field(repr=False)
    timeout: float = 5
    slow_ms: float = 1000
    history: list[dict[str, Any]] = field(default_factory=list, init=False, repr=False)
    _was_down: frozenset[str] = field(default=frozenset(), init=False)
    _pending_down: dict[str, dict[str, Any]] = field(default_factory=dict, init=False, repr=False)
    _pending_recovered: set[str] = field(default_factory=set, init=False, repr=False)

    def run_once(self) -> list[dict[str, Any]]:
        """Fait un tour, alerte s'il le faut et rend les résultats du tour."""
        results = check_all(self.services, timeout=self.timeout, slow_ms=self.slow_ms)
        self.history.extend(results)
        self._announce(results)
        return results

    def _announce(self, results: list[dict[str, Any]]) -> None:
        down = frozenset(result["name"] for result in results if result["status"] == Status.DOWN)
        self._pending_down |= {
            result["name"]: result for result in results if result["name"] in down - self._was_down
        }
        self._pending_recovered |= self._was_down - down
        self._was_down = down
        accepted = send_alert(
            self.webhook_url,
            list(self._pending_down.values()),
            self.secret,
            recovered=sorted(self._pending_recovered),
            timeout=self.timeout,
        )
        if accepted:
            self._pending_down.clear()
            self._pending_recovered.clear()
            logger.info("annoncés en panne : %s", sorted(down))
