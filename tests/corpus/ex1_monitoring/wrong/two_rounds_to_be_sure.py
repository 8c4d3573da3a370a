# mistake: announces a failure only when it lasts two rounds
# question: changements
# says: sans attendre le suivant
# adversarial: 18.5
# like: right/beginner_in_french
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
        before = getattr(self, 'before', set())
        down = {r["name"] for r in results if r["status"] == "down"}
        fallen = [r for r in results if r["name"] in (down & before) - self.announced]
        recovered = sorted(self.announced - down)
        if send_alert(self.webhook_url, fallen, self.secret, recovered, self.timeout):
            self.announced = down
        self.before = down
        return results
