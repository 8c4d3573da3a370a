# mistake: locks the note of the departure, not the reading
# question: partage
# says: la même place libre
# like: right/adapter_that_insists
# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.lock = threading.Lock()

    def acquire(self):
        now = time.perf_counter()
        recent = [moment for moment in self.departures if moment > now - self.period]
        if len(recent) >= self.rate:
            time.sleep(recent[-self.rate] + self.period - now)
        with self.lock:
            self.departures.append(time.perf_counter())

    def __enter__(self):
        self.acquire()

    def __exit__(self, *error):
        pass

    def __call__(self, function):
        @functools.wraps(function)
        def limited(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return limited
