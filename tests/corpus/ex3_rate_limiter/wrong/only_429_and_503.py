# mistake: Retry-After is read only on 429 and 503 responses, although the status code must not matter
# question: attendre
# blind: 19.7
# like: right/procedural_wrapper
# %% attendre
import datetime


def retry_after(response):
    """Rend le délai demandé par Retry-After, en secondes, ou None s'il n'y en a pas de lisible."""
    if response.status_code != 429 and response.status_code != 503:
        return None
    texte = response.headers.get("Retry-After")
    if texte is None:
        return None
    texte = texte.strip()
    if texte == "":
        return None

    # première forme : rien que des chiffres
    i = 0
    while i < len(texte) and texte[i] in "0123456789":
        i = i + 1
    if i == len(texte):
        return int(texte)

    # seconde forme : une date
    try:
        date = parsedate_to_datetime(texte)
    except TypeError:
        return None
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=datetime.timezone.utc)
    reste = date.timestamp() - time.time()
    if reste < 0:
        reste = 0
    return reste
