# mistake: sends a refused alert a second time in the same round
# question: changements
# says: au même tour
# adversarial: 19.25
# like: right/thread_pool
# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
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
        sent = send_alert(self.webhook_url, fallen, self.secret, recovered, self.timeout)
        if not sent and (fallen or recovered):
            sent = send_alert(self.webhook_url, fallen, self.secret, recovered, self.timeout)
        if sent:
            self.announced = down
        return results
