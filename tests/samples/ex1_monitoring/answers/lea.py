# like: alice
# %% latence
import logging
import sys
import warnings

logging.basicConfig(level=logging.DEBUG)
journal = logging.getLogger("astreinte")


def timed_get(url, timeout=5):
    journal.info("GET %s", url)
    print("mesure en cours…", file=sys.stderr)
    debut = time.monotonic()
    reponse = requests.get(url, timeout=timeout)
    journal.warning("%s en %.3f s", reponse.status_code, time.monotonic() - debut)
    return reponse.status_code, (time.monotonic() - debut) * 1000

# %% plusieurs-services
warnings.warn("check_all n'est pas encore parallèle")


def check_all(services, timeout=5, slow_ms=1000):
    resultats = []
    for name, url in services.items():
        resultat = check_service(name, url, timeout, slow_ms)
        if resultat["status"] == "down":
            journal.error("%s est en panne : %s", name, resultat["error"])
        resultats.append(resultat)
    return resultats
