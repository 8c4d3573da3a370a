# mistake: takes every Retry-After for a number
# question: attendre
# says: ValueError
# like: right/beginner_in_french
# %% attendre
def retry_after(response):
    valeur = response.headers.get("Retry-After")
    if valeur is None:
        return None
    return int(valeur)
