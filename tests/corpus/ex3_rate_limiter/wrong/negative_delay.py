# mistake: a date of the past gives a negative delay
# question: attendre
# says: max(0
# like: right/reserved_slots
# %% attendre
from email.utils import mktime_tz, parsedate_tz


def retry_after(response):
    text = response.headers.get("retry-after", "")
    if text and set(text) <= set("0123456789"):
        return int(text)
    moment = parsedate_tz(text) if "," in text else None
    return None if moment is None else mktime_tz(moment) - time.time()
