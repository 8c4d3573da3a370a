# mistake: lets the ValueError of an unreadable date out
# question: attendre
# says: ValueError
# like: right/requests_ratelimiter_mixin
# %% attendre
def retry_after(response):
    value = response.headers.get("Retry-After")
    if value is not None and value.isascii() and value.isdigit():
        return int(value)
    try:
        return max(0, parsedate_to_datetime(value).timestamp() - time.time())
    except (AttributeError, TypeError):
        return None
