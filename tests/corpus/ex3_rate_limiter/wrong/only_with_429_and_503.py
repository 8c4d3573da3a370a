# mistake: reads the header of a 429 and of a 503 only
# question: attendre
# says: aussi peut porter
# like: right/ticket_queue
# %% attendre
def retry_after(response):
    """La valeur de Retry-After, en secondes."""
    header = response.headers.get("Retry-After")
    if header is None or response.status_code not in (429, 503):
        return None
    if header.isascii() and header.isdigit():
        return float(header)
    try:
        date = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    return max(0.0, date.timestamp() - time.time())
