# mistake: the machine's time comes from time.gmtime(), which has no fraction of a second
# question: attendre
# says: à la seconde près
# like: right/wrapper_with_properties
# adversarial: 19.7
# %% attendre
import calendar


def retry_after(response):
    value = response.headers.get("Retry-After", "")
    if value.isascii() and value.isdigit():
        return int(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0, calendar.timegm(moment.utctimetuple()) - calendar.timegm(time.gmtime()))
