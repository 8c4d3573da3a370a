# mistake: reads the header with urllib3's Retry() as it is, which silently caps every delay at six hours (21 600 s)
# question: attendre
# blind: 19.7
# like: right/libraries_throughout
# %% attendre
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

RETRY_AFTER_READER = Retry()


def retry_after(response):
    """Rend le délai demandé par Retry-After, en secondes, ou None s'il n'y en a pas de lisible."""
    try:
        return RETRY_AFTER_READER.get_retry_after(response)
    except (InvalidHeader, ValueError, OverflowError):
        return None
