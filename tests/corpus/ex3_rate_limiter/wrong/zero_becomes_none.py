# mistake: “or None” turns 0 into None
# question: attendre
# says: 0 est faux
# like: right/adapter_that_insists
# %% attendre
import email.utils


def retry_after(response):
    header = response.headers.get("Retry-After")
    if header is None:
        return None
    header = header.strip()
    if header and all(character in "0123456789" for character in header):
        return int(header) or None
    try:
        date = email.utils.parsedate_to_datetime(header)
    except (ValueError, TypeError):
        return None
    return max(date.timestamp() - time.time(), 0) or None
