# mistake: returns the text of the header
# question: attendre
# says: convertissez-le
# like: right/ticket_queue
# %% attendre
def retry_after(response):
    """La valeur de Retry-After, en secondes."""
    header = response.headers.get("Retry-After")
    if header is None:
        return None
    if header.isascii() and header.isdigit():
        return header
    try:
        date = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    return max(0.0, date.timestamp() - time.time())
