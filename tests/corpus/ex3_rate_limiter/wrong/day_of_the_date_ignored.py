# mistake: compares hours, minutes and seconds, not days
# question: attendre
# says: jours
# like: right/numpy_ring
# %% attendre
def retry_after(response):
    value = response.headers.get("Retry-After", "")
    if value.isascii() and value.isdigit():
        return int(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    now = time.gmtime()
    seconds = (moment.hour - now.tm_hour) * 3600 + (moment.minute - now.tm_min) * 60 + moment.second - now.tm_sec
    return max(0, seconds)
