# style: libraries for the limit (pyrate-limiter, non-blocking, with an own wait and an own lock), Retry-After (urllib3), attempts (tenacity); a requests.Session subclass
# blind: 20.0
# %% debit
import math

from pyrate_limiter import InMemoryBucket, Limiter, Rate, RateItem


class RateLimiter:
    """Laisse partir rate requêtes par fenêtre glissante de period secondes."""

    MARGIN_MS = 10  # pyrate-limiter compte en millisecondes entières

    def __init__(self, rate, period=1.0):
        self._bucket = InMemoryBucket([Rate(rate, math.ceil(period * 1000) + self.MARGIN_MS)])
        self._limiter = Limiter(self._bucket)

    def acquire(self):
        """Attend que la requête suivante puisse partir, et compte son départ."""
        # try_acquire(blocking=True) note l'heure prévue du départ, pas l'heure réelle.
        while not self._limiter.try_acquire("depart", blocking=False):
            now = RateItem("depart", self._bucket.now())
            time.sleep(self._bucket.waiting(now) / 1000)


# %% attendre
import math

from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

RETRY_AFTER_READER = Retry(retry_after_max=math.inf)  # par défaut, urllib3 s'arrête à six heures


def retry_after(response):
    """Rend le délai demandé par Retry-After, en secondes, ou None s'il n'y en a pas de lisible."""
    try:
        return RETRY_AFTER_READER.get_retry_after(response)
    except (InvalidHeader, ValueError, OverflowError):
        return None


# %% recul
import tenacity


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    """Rend le délai avant la tentative suivante, en secondes."""
    state = tenacity.RetryCallState(retry_object=None, fn=None, args=(), kwargs={})
    state.attempt_number = failures
    full = tenacity.wait_exponential(multiplier=base, exp_base=factor, max=cap)(state)
    return tenacity.wait_random(min=full * (1 - jitter), max=full)(state)


# %% abandon
import tenacity

IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}


def send(
    session,
    limiter,
    method,
    url,
    max_attempts=5,
    base=0.5,
    factor=2,
    cap=30,
    jitter=0.1,
    **options,
):
    """Envoie une requête, recommence s'il le faut ; lève GaveUp après max_attempts tentatives."""
    options.setdefault("timeout", 10)
    idempotent = method.upper() in IDEMPOTENT

    def attempt():
        limiter.acquire()
        return session.request(method, url, **options)

    def must_retry(response):
        return response.status_code == 429 or (idempotent and 500 <= response.status_code < 600)

    def no_answer(error):
        return idempotent and isinstance(error, (requests.ConnectionError, requests.Timeout))

    def delay(state):
        if not state.outcome.failed:
            asked = retry_after(state.outcome.result())
            if asked is not None:
                return asked
        return backoff_delay(state.attempt_number, base, factor, cap, jitter)

    def release(state):
        if not state.outcome.failed:
            state.outcome.result().close()

    def give_up(state):
        message = f"{method} {url} : abandon après {state.attempt_number} tentatives"
        if state.outcome.failed:
            raise GaveUp(message) from state.outcome.exception()
        raise GaveUp(message, response=state.outcome.result())

    return tenacity.Retrying(
        stop=tenacity.stop_after_attempt(max_attempts),
        wait=delay,
        retry=tenacity.retry_if_result(must_retry) | tenacity.retry_if_exception(no_answer),
        before_sleep=release,
        retry_error_callback=give_up,
    )(attempt)


# %% session
import inspect


def delegated(name):
    """Une propriété qui lit et écrit le réglage name de la session intérieure."""
    return property(
        lambda self: getattr(self._session, name),
        lambda self, value: setattr(self._session, name, value),
    )


class LimitedSession(requests.Session):
    """Une session qui respecte un débit et recommence ce qui peut l'être."""

    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        # Pas de super().__init__() : les réglages sont ceux de la session intérieure.
        self._session = requests.Session() if session is None else session
        self._owned = session is None
        self._limiter = limiter
        self._settings = dict(max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter)

    def request(self, method, url, *args, **options):
        """Envoie une requête, par son tour, autant de fois qu'il le faut."""
        signature = inspect.signature(requests.Session.request)
        arguments = signature.bind(self, method, url, *args, **options).arguments
        del arguments["self"]
        return send(self._session, self._limiter, **arguments, **self._settings)

    def close(self):
        """Ferme la session, si c'est celle-ci qui l'a ouverte."""
        if self._owned:
            self._session.close()


for name in requests.Session.__attrs__:
    setattr(LimitedSession, name, delegated(name))


# %% partage
class SharedLimiter(RateLimiter):
    """Un RateLimiter pour plusieurs threads, qui s'emploie aussi avec with et comme décorateur."""

    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        # Le verrou de pyrate-limiter est rendu pendant l'attente : les départs s'y mélangent.
        self._turn = threading.Lock()

    def acquire(self):
        """Attend que la requête suivante puisse partir, quel que soit le thread."""
        with self._turn:
            super().acquire()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *error):
        return None

    def __call__(self, function):
        """Décore une fonction : chacun de ses appels prend d'abord son tour."""

        @functools.wraps(function)
        def limited(*args, **options):
            self.acquire()
            return function(*args, **options)

        return limited
