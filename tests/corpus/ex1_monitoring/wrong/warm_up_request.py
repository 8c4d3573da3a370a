# mistake: sends a first request to open the connection, measures a second one
# question: latence
# says: deux requêtes
# like: right/pandas_everywhere
# %% latence
def timed_get(url, timeout=5):
    with requests.Session() as session:
        session.get(url, timeout=timeout)  # ouvre la connexion, pour ne mesurer que la réponse
        start = time.perf_counter()
        response = session.get(url, timeout=timeout)
        return response.status_code, (time.perf_counter() - start) * 1000
