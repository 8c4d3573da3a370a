# mistake: what is announced is a global variable, emptied by each new monitor
# question: changements
# says: variable globale
# adversarial: 20
# like: right/beginner_in_french
# %% changements
announced = set()


class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        global announced
        announced = set()
        self.services = services
        self.webhook_url = webhook_url
        self.secret = secret
        self.timeout = timeout
        self.slow_ms = slow_ms
        self.history = []

    def run_once(self):
        global announced
        results = check_all(self.services, self.timeout, self.slow_ms)
        self.history.extend(results)
        down = {r["name"] for r in results if r["status"] == "down"}
        fallen = [r for r in results if r["name"] in down - announced]
        recovered = sorted(announced - down)
        if send_alert(self.webhook_url, fallen, self.secret, recovered, self.timeout):
            announced = down
        return results
