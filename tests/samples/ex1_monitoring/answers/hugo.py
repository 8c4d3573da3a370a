# like: alice
# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services, self.webhook_url, self.secret = services, webhook_url, secret
        self.timeout, self.slow_ms = timeout, slow_ms
        self.history = []

    def run_once(self):
        resultats = check_all(self.services, self.timeout, self.slow_ms)
        self.history.extend(resultats)
        send_alert(self.webhook_url, resultats, self.secret)
        return resultats
