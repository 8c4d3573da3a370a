# mistake: compares a date with the monotonic clock
# question: attendre
# says: time.time()
# like: right/condition_and_heap
# %% attendre
def retry_after(response: requests.Response) -> float | None:
    match response.headers.get("Retry-After"):
        case None:
            return None
        case digits if digits.isascii() and digits.isdecimal():
            return int(digits)
        case text:
            try:
                left = parsedate_to_datetime(text).timestamp() - time.monotonic()
            except (TypeError, ValueError):
                return None
            return left if left > 0 else 0
