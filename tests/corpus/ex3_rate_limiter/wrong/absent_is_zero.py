# mistake: returns 0 where the server asks nothing
# question: attendre
# says: tout de suite
# like: right/beginner_in_french
# %% attendre
def retry_after(response):
    if "Retry-After" not in response.headers:
        return 0
    valeur = response.headers["Retry-After"]
    que_des_chiffres = valeur != ""
    for caractere in valeur:
        if caractere not in "0123456789":
            que_des_chiffres = False
    if que_des_chiffres:
        return int(valeur)
    try:
        date = parsedate_to_datetime(valeur)
    except Exception:
        return None
    reste = date.timestamp() - time.time()
    if reste < 0:
        reste = 0
    return reste
