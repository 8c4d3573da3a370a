# mistake: the HTTP date is parsed into a naive datetime, whose timestamp() reads it as local time: right only where the time zone is UTC
# question: attendre
# blind: 20.0
# like: right/strategies
# %% attendre
from datetime import datetime


class RetryAfterParser(ABC):
    @abstractmethod
    def parse(self, value: str):
        """Rend un nombre de secondes, ou lève ValueError."""


class DelaySecondsParser(RetryAfterParser):
    def parse(self, value):
        if not (value.isascii() and value.isdigit()):
            raise ValueError(f"pas un nombre entier de secondes : {value!r}")
        return int(value)


class HttpDateParser(RetryAfterParser):
    def __init__(self, clock: Clock):
        self._clock = clock

    def parse(self, value):
        try:
            moment = datetime.strptime(value, "%a, %d %b %Y %H:%M:%S GMT")
            return max(0.0, moment.timestamp() - self._clock.wall_seconds())
        except (TypeError, ValueError, IndexError, OverflowError) as error:
            raise ValueError(f"pas une date HTTP : {value!r}") from error


class RetryAfterReader:
    def __init__(self, parsers):
        self._parsers = tuple(parsers)

    def read(self, response):
        value = response.headers.get("Retry-After")
        if value is None:
            return None
        for parser in self._parsers:
            try:
                return parser.parse(value.strip())
            except ValueError:
                continue
        return None


def retry_after(response):
    """Rend le délai demandé par Retry-After, en secondes, ou None s'il n'y en a pas de lisible."""
    return RetryAfterReader([DelaySecondsParser(), HttpDateParser(SystemClock())]).read(response)
