# mistake: changes the default of timeout to 2, so that a round does not last
# question: changements
# says: prend timeout=5
# adversarial: 20
# like: right/thread_pool
# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=2, slow_ms=1000):
        self.services = services
        self.webhook_url = webhook_url
        self.secret = secret
        self.timeout = timeout
        self.slow_ms = slow_ms
        self.history = []
        self.announced = set()

    def run_once(self):
        results = check_all(self.services, self.timeout, self.slow_ms)
        self.history.extend(results)
        down = {r["name"] for r in results if r["status"] == "down"}
        fallen = [r for r in results if r["name"] in down - self.announced]
        recovered = sorted(self.announced - down)
        if send_alert(self.webhook_url, fallen, self.secret, recovered, self.timeout):
            self.announced = down
        return results
