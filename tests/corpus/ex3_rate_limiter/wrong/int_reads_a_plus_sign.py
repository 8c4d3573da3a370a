# mistake: int() reads +5 and 1_000, which are not digits only
# question: attendre
# says: « +5 » n'est pas écrit
# like: right/wrapper_with_properties
# adversarial: 20
# %% attendre
def retry_after(response):
    value = response.headers.get("Retry-After")
    if value is None:
        return None
    try:
        n = int(value)
        return n if n >= 0 else None
    except ValueError:
        pass
    try:
        return max(0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
