# mistake: mktime takes GMT for local time
# question: attendre
# says: heure locale
# like: right/tenacity_retries
# %% attendre
def retry_after(response):
    value = response.headers.get("Retry-After", "")
    if value.isdigit():
        return int(value)
    try:
        moment = time.mktime(time.strptime(value, "%a, %d %b %Y %H:%M:%S %Z"))
    except ValueError:
        return None
    return max(0, moment - time.time())
