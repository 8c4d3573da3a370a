# style: a queue.Queue of departures handed from one thread to the next, delays precomputed in a generator
# %% debit
import queue


class RateLimiter:
    """Une file de rate billets : chacun dit à partir de quand il peut resservir."""

    def __init__(self, rate, period=1.0):
        self.period = period
        self.tickets = queue.Queue()
        for _ in range(rate):
            self.tickets.put(float("-inf"))

    def acquire(self):
        usable = self.tickets.get()
        now = time.monotonic()
        while now < usable:
            time.sleep(usable - now)
            now = time.monotonic()
        self.tickets.put(now + self.period)

# %% attendre
def retry_after(response):
    """La valeur de Retry-After, en secondes."""
    header = response.headers.get("Retry-After")
    if header is None:
        return None
    if header.isascii() and header.isdigit():
        return float(header)
    try:
        date = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    return max(0.0, date.timestamp() - time.time())

# %% recul
def full_delays(base, factor, cap):
    delay = base
    while delay < cap:
        yield delay
        delay *= factor
    while True:
        yield cap


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    for number, full in enumerate(full_delays(base, factor, cap), start=1):
        if number == failures:
            return random.uniform(full * (1 - jitter), full)

# %% abandon
def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options.setdefault("timeout", 10)
    unsafe = method.lower() in ("post", "patch")
    numbers = iter(range(1, max_attempts + 1))
    pause = 0
    response = None
    for number in numbers:
        time.sleep(pause)
        limiter.acquire()
        pause = backoff_delay(number, base, factor, cap, jitter)
        try:
            response = session.request(method, url, **options)
        except requests.RequestException:
            if unsafe:
                raise
            response = None
            continue
        status = response.status_code
        if not (status == 429 or (status >= 500 and not unsafe)):
            return response
        asked = retry_after(response)
        if asked is not None:
            pause = asked
    raise GaveUp("plus aucune tentative", response=response)

# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self.limiter = limiter
        self.retries = (max_attempts, base, factor, cap, jitter)
        self.lent = session is not None
        if self.lent:
            self.__dict__ |= session.__dict__

    def request(self, method, url, params=None, data=None, **options):
        return send(super(), self.limiter, method, url, *self.retries, params=params, data=data, **options)

    def close(self):
        if not self.lent:
            super().close()

    def __exit__(self, *error):
        self.close()

# %% partage
class SharedLimiter(RateLimiter):
    """queue.Queue est déjà sûre : chaque billet n'est qu'à un thread à la fois."""

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *error):
        return False

    def __call__(self, function):
        @functools.wraps(function)
        def limited(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return limited
