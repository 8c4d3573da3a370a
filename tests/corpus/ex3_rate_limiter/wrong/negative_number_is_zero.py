# mistake: takes -5 for 0
# question: attendre
# says: chiffres seulement
# like: right/numpy_ring
# %% attendre
def retry_after(response):
    value = response.headers.get("Retry-After")
    if not value:
        return None
    try:
        if value.lstrip("-").isdigit():
            return max(0, int(value))
        return np.clip(parsedate_to_datetime(value).timestamp() - time.time(), 0, None).item()
    except (ValueError, TypeError):
        return None
