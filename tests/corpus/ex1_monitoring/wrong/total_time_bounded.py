# mistake: takes timeout for a limit on the whole duration: reads the body piece by piece and gives up once timeout seconds have gone by, although each wait was short
# question: latence
# says: borne la durée totale
# blind: 19.67
# like: right/procedural_with_statistics
# %% latence
import time

import requests


def timed_get(url, timeout=5):
    """Rend (status_code, latency_ms) pour une requête GET ; laisse passer les exceptions."""
    debut = time.monotonic()
    reponse = requests.get(url, timeout=timeout, stream=True)
    for morceau in reponse.iter_content(8192):
        if time.monotonic() - debut > timeout:
            reponse.close()
            raise requests.exceptions.ReadTimeout("plus de %s s : %s" % (timeout, url))
    fin = time.monotonic()
    duree_ms = (fin - debut) * 1000.0
    return (reponse.status_code, duree_ms)
