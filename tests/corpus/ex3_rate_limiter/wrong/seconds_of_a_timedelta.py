# mistake: timedelta.seconds leaves out the days
# question: attendre
# says: total_seconds()
# like: right/wrapper_with_properties
# %% attendre
import re
from datetime import datetime, timezone


def retry_after(response):
    value = response.headers.get("Retry-After")
    if value is None:
        return None
    if re.fullmatch(r"[0-9]+", value):
        return float(value)
    try:
        due = datetime.strptime(value, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=timezone.utc)
    except ValueError:
        return None
    return max(0, (due - datetime.now(timezone.utc)).seconds)
