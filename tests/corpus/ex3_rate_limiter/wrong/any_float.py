# mistake: reads the number with float
# question: attendre
# says: chiffres seulement
# like: right/pyrate_limiter_library
# %% attendre
def retry_after(response):
    value = response.headers.get("Retry-After", "")
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return max(0, parsedate_to_datetime(value).timestamp() - time.time())
    except Exception:
        return None
