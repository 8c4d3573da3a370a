# mistake: keeps a refused alert and sends it again as it was
# question: changements
# says: revenu
# like: right/one_session_prepared_requests
# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services, self.webhook_url, self.secret = services, webhook_url, secret
        self.timeout, self.slow_ms = timeout, slow_ms
        self.history = []
        self.announced = set()
        self.pending = None

    def run_once(self):
        results = check_all(self.services, self.timeout, self.slow_ms)
        self.history.extend(results)
        down = {r["name"] for r in results if r["status"] == "down"}
        if self.pending is None and down != self.announced:
            fallen = [r for r in results if r["name"] in down - self.announced]
            self.pending = fallen, sorted(self.announced - down)
        if self.pending is not None:
            fallen, recovered = self.pending
            if send_alert(self.webhook_url, fallen, self.secret, recovered, self.timeout):
                self.announced = (self.announced | {r["name"] for r in fallen}) - set(recovered)
                self.pending = None
        return results
