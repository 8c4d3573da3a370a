# mistake: the GMT date is converted with time.mktime, i.e. read as local time: right only on a machine in UTC
# question: attendre
# blind: 20.0
# like: right/functional_slots
# %% attendre
import re
from email.utils import parsedate


def retry_after(response: requests.Response) -> float | None:
    """Rend le délai demandé par Retry-After, en secondes, ou None s'il n'y en a pas de lisible."""
    text = response.headers.get("Retry-After")
    if text is None:
        return None
    try:
        if re.fullmatch(r"[0-9]+", text.strip()):
            return int(text)
        left = time.mktime(parsedate(text)) - time.time()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return max(0.0, left)
