# mistake: spares the services: two names with the same URL share one measurement, kept in a dictionary by URL
# question: plusieurs-services
# says: par URL
# blind: 19.67
# like: right/procedural_with_statistics
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    """Mesure chaque service une fois et rend la liste des résultats, dans l'ordre."""
    noms = list(services)
    resultats = []
    deja_mesures = {}    # url -> résultat : inutile d'interroger deux fois la même adresse
    i = 0
    while i < len(noms):
        nom = noms[i]
        url = services[nom]
        if url not in deja_mesures:
            deja_mesures[url] = check_service(nom, url, timeout, slow_ms)
        resultat = dict(deja_mesures[url])
        resultat["name"] = nom
        resultats.append(resultat)
        i = i + 1
    return resultats
