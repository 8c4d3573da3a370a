# mistake: counts from the answer's Date, not from the machine's time
# question: attendre
# says: KeyError
# like: right/adapter_that_insists
# %% attendre
import email.utils


def retry_after(response):
    header = response.headers.get("Retry-After")
    if header is None:
        return None
    header = header.strip()
    if header and all(character in "0123456789" for character in header):
        return int(header)
    try:
        date = email.utils.parsedate_to_datetime(header)
    except (ValueError, TypeError):
        return None
    return max((date - email.utils.parsedate_to_datetime(response.headers["Date"])).total_seconds(), 0)
