# mistake: compares with the round before, so that a refused alert is lost
# question: changements
# says: tour précédent
# like: right/thread_pool
# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services, self.webhook_url, self.secret = services, webhook_url, secret
        self.timeout, self.slow_ms = timeout, slow_ms
        self.history = []
        self.previous = {name: "up" for name in services}

    def run_once(self):
        results = check_all(self.services, self.timeout, self.slow_ms)
        self.history += results
        fallen = [r for r in results if r["status"] == "down" and self.previous[r["name"]] != "down"]
        back = [r["name"] for r in results if r["status"] != "down" and self.previous[r["name"]] == "down"]
        send_alert(self.webhook_url, fallen, self.secret, back, self.timeout)
        self.previous = {r["name"]: r["status"] for r in results}
        return results
