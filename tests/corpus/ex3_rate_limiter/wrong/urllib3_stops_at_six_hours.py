# mistake: urllib3's Retry cuts a delay at six hours
# question: attendre
# says: six heures
# like: right/tenacity_retries
# %% attendre
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry


def retry_after(response):
    value = response.headers.get("Retry-After")
    if value is None:
        return None
    try:
        return Retry().parse_retry_after(value)
    except InvalidHeader:
        return None
