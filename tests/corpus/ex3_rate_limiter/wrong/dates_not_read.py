# mistake: reads numbers only
# question: attendre
# says: n'a pas été lue
# like: right/backoff_library
# %% attendre
def as_seconds(text):
    return int(text) if text.isdigit() and text.isascii() else None


def as_date(text):
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def retry_after(response):
    text = response.headers.get("Retry-After", "")
    seconds = as_seconds(text)
    return seconds
