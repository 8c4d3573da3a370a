# mistake: never takes a recovered service out of the announced ones
# question: changements
# says: rétabli
# like: right/threads_by_hand
# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services, self.webhook_url, self.secret = services, webhook_url, secret
        self.timeout, self.slow_ms = timeout, slow_ms
        self.history = []
        self.announced, self.recovered = set(), set()

    def run_once(self):
        results = check_all(self.services, self.timeout, self.slow_ms)
        self.history.extend(results)
        down = {r["name"] for r in results if r["status"] == "down"}
        fallen = [r for r in results if r["name"] in down - self.announced]
        back = self.announced - down - self.recovered
        if send_alert(self.webhook_url, fallen, self.secret, list(back), self.timeout):
            self.announced |= down
            self.recovered |= back
        return results
