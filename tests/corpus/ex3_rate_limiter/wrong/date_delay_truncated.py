# mistake: the time left until a date is truncated to whole seconds with int(), so the delay is up to 1 s too short
# question: attendre
# blind: 20.0
# like: right/shortest
# %% attendre
from datetime import timezone


def retry_after(response):
    h = response.headers.get("Retry-After", "").strip()
    try:
        if h.isdecimal():
            return int(h)
        d = parsedate_to_datetime(h)
        return max(0, int((d if d.tzinfo else d.replace(tzinfo=timezone.utc)).timestamp() - time.time()))
    except (TypeError, ValueError, OverflowError):
        return None
