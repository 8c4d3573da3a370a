# mistake: check_all forgets to pass slow_ms on to check_service, which keeps its default of 1000 ms
# question: plusieurs-services
# says: passez-le à check_service
# blind: 19.67
# like: right/defensive_urllib3
# %% plusieurs-services
def _measures(services, timeout):
    for name, url in dict(services).items():
        yield check_service(name, url, timeout=timeout)


def check_all(services, timeout=5, slow_ms=1000):
    """Mesure chaque service une fois et rend la liste des résultats, dans l'ordre."""
    return list(_measures(services, timeout))
