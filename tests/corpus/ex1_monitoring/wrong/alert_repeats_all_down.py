# mistake: when something changes, the alert lists every service that is down, also those announced earlier
# question: changements
# says: répète une panne
# blind: 20.0
# like: right/one_liners
# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.args, self.hook, self.secret = (services, timeout, slow_ms), webhook_url, secret
        self.history, self.announced = [], set()

    def run_once(self):
        self.history += (results := check_all(*self.args))
        down = {r["name"] for r in results if r["status"] == "down"}
        if down != self.announced and send_alert(self.hook, results, self.secret, sorted(self.announced - down)):
            self.announced = down
        return results
