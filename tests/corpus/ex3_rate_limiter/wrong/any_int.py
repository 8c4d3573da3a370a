# mistake: reads the number with int, which takes -5
# question: attendre
# says: chiffres seulement
# like: right/ticket_queue
# %% attendre
def retry_after(response):
    """La valeur de Retry-After, en secondes."""
    header = response.headers.get("Retry-After")
    if header is None:
        return None
    try:
        return int(header)
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
