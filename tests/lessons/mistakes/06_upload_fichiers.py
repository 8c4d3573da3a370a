"""Typical mistakes in the answers to lesson 06, and what the checks say of them."""

OPENED_ONLY = """
def upload(path, description, base_url, timeout=10):
    files, data = {"file": open(path, "rb")}, {"description": description}
    response = requests.post(f"{base_url}/upload", files=files, data=data, timeout=timeout)
    response.raise_for_status()
    return response.json()["files"][0]["sha256"]
"""
CLOSED_AT_THE_END = """
def upload(path, description, base_url, timeout=10):
    file, data = open(path, "rb"), {"description": description}
    response = requests.post(f"{base_url}/upload", files={"file": file}, data=data, timeout=timeout)
    file.close()
    response.raise_for_status()
    return response.json()["files"][0]["sha256"]
"""
OWN_CHECKSUM = """
def upload(path, description, base_url, timeout=10):
    with open(path, "rb") as file:
        content = file.read()
        file.seek(0)
        data = {"description": description}
        requests.post(
            f"{base_url}/upload", files={"file": file}, data=data, timeout=timeout
        ).raise_for_status()
    return hashlib.sha256(content).hexdigest()
"""

EACH_OPENED = """
def upload_all(paths, base_url, timeout=10):
    files = [("files", open(path, "rb")) for path in paths]
    response = requests.post(f"{base_url}/upload", files=files, timeout=timeout)
    response.raise_for_status()
    return [received["name"] for received in response.json()["files"]]
"""
CLOSED_ONE_BY_ONE = """
def upload_all(paths, base_url, timeout=10):
    files = [("files", open(path, "rb")) for path in paths]
    try:
        response = requests.post(f"{base_url}/upload", files=files, timeout=timeout)
    finally:
        for _, file in files:
            file.close()
    response.raise_for_status()
    return [received["name"] for received in response.json()["files"]]
"""
ONE_REQUEST_EACH = """
def upload_all(paths, base_url, timeout=10):
    names = []
    for path in paths:
        with open(path, "rb") as file:
            response = requests.post(f"{base_url}/upload", files={"files": file}, timeout=timeout)
        response.raise_for_status()
        names += [received["name"] for received in response.json()["files"]]
    return names
"""
CLOSED_TOO_EARLY = """
def upload_all(paths, base_url, timeout=10):
    files = []
    for path in paths:
        with open(path, "rb") as file:
            files.append(("files", file))
    response = requests.post(f"{base_url}/upload", files=files, timeout=timeout)
    response.raise_for_status()
    return [received["name"] for received in response.json()["files"]]
"""
AS_PATHS = '[("files", stack.enter_context(path.open("rb"))) for path in paths]'
LIST_OF_FILES = '[("files", stack.enter_context(open(path, "rb"))) for path in paths]'
DICT_OF_FILES = '{"files": stack.enter_context(open(path, "rb")) for path in paths}'
EXISTING_ONLY = '[("files", stack.enter_context(open(path, "rb"))) for path in paths if os.path.exists(path)]'

LOOP = """        while block := file.read(65536):
            digest.update(block)
"""
AFRESH = """        while block := file.read(65536):
            digest = hashlib.sha256(block)
"""

LOADED = """
def download(url, path, timeout=10):
    response = requests.get(url, timeout=timeout)
    response.raise_for_status()
    with open(f"{path}.part", "wb") as file:
        file.write(response.content)
    os.replace(f"{path}.part", path)
"""
REOPENED = """            for block in response.iter_content(65536):
                open(partial, "wb").write(block)
"""
TRUNCATED_ALL_THE_SAME = """
def download(url, path, timeout=10):
    try:
        with requests.get(url, stream=True, timeout=timeout) as response:
            response.raise_for_status()
            with open(f"{path}.part", "wb") as file:
                for block in response.iter_content(65536):
                    file.write(block)
    except requests.exceptions.ChunkedEncodingError:
        print("coupure")
    os.replace(f"{path}.part", path)
"""
DOWNLOAD_LOOP = """            for block in response.iter_content(65536):
                file.write(block)
"""
HIDDEN_CUT = """
def download(url, path, timeout=10):
    try:
        with requests.get(url, stream=True, timeout=timeout) as response:
            response.raise_for_status()
            with open(f"{path}.part", "wb") as file:
                for block in response.iter_content(65536):
                    file.write(block)
        os.replace(f"{path}.part", path)
    except requests.exceptions.ChunkedEncodingError:
        print("coupure")
"""
TRUNCATED_IN_PLACE = """
def download(url, path, timeout=10):
    with requests.get(url, stream=True, timeout=timeout) as response:
        with open(path, "wb") as file:
            response.raise_for_status()
            for block in response.iter_content(65536):
                file.write(block)
"""

OPENED_FIRST = """
def resume(url, path, timeout=10):
    done = os.path.getsize(path) if os.path.exists(path) else 0
    headers = {"Range": f"bytes={done}-"}
    with (
        open(path, "ab") as file,
        requests.get(url, headers=headers, stream=True, timeout=timeout) as response,
    ):
        if response.status_code == 416:
            return
        response.raise_for_status()
        if response.status_code == 200:
            file.truncate(0)
        for block in response.iter_content(65536):
            file.write(block)
"""
LEFT_OPEN = """
def sha256_of(path):
    digest, file = hashlib.sha256(), open(path, "rb")
    while block := file.read(65536):
        digest.update(block)
    return digest.hexdigest()
"""
READ_TWICE = """        while file.read(65536):
            digest.update(file.read(65536))
"""

MISTAKES = [
    ("envoi", '"file": file', '"file": path', "C'est le chemin qui est parti"),
    ("envoi", '"file": file', '"file": (path, file)', "Le nom envoyé contient le dossier"),
    ("envoi", '"file": file', '"files": file', "dans le champ « file »"),
    ("envoi", '"rb"', '"r"', "ouvert en mode texte"),
    ("envoi", '            data={"description": description},\n', "", "La description n'est pas arrivée"),
    (
        "envoi",
        '"file": file},\n            data={"description": description}',
        '"file": file, "description": description}',
        "La description est partie comme un fichier",
    ),
    (
        "envoi",
        'files={"file": file},',
        'files={"file": (file.read(), file)[1]},',
        "Le fichier est parti vide",
    ),
    (
        "envoi",
        'files={"file": file},\n            data={"description": description}',
        "data=file",
        "files={…}",
    ),
    (
        "envoi",
        "timeout=timeout",
        'timeout=timeout, headers={"Content-Type": "application/json"}',
        "Content-Type : application/json",
    ),
    (
        "envoi",
        "timeout=timeout",
        'timeout=timeout, headers={"Content-Type": "multipart/form-data"}',
        "n'annonce pas la frontière",
    ),
    ("envoi", '["files"][0]["sha256"]', "", "Votre fonction renvoie toute la réponse"),
    ("envoi", '[0]["sha256"]', "", "gardez son champ « sha256 »"),
    ("envoi", None, OWN_CHECKSUM, "celle que le serveur a trouvée"),
    ("envoi", "    response.raise_for_status()\n", "", "appelez response.raise_for_status()"),
    ("envoi", None, OPENED_ONLY, "L'envoi réussit, et le fichier reste ouvert"),
    ("envoi", None, CLOSED_AT_THE_END, "L'envoi échoue, et le fichier reste ouvert"),
    ("envoi", "timeout=timeout", "timeout=10", "timeout=timeout"),
    ("envois", LIST_OF_FILES, DICT_OF_FILES, "un dictionnaire n'a qu'une valeur par clé"),
    ("envois", '"files", stack', '"file", stack', "dans des champs « files »"),
    ("envois", None, ONE_REQUEST_EACH, "Vous avez envoyé 2 requêtes"),
    ("envois", None, CLOSED_TOO_EARLY, "déjà refermés au moment de l'envoi"),
    ("envois", None, EACH_OPENED, "L'envoi réussit, et des fichiers restent ouverts"),
    ("envois", None, CLOSED_ONE_BY_ONE, "Le premier fichier reste ouvert"),
    ("envois", LIST_OF_FILES, EXISTING_ONLY, "votre fonction le cache"),
    ("envois", 'received["name"]', "received", "gardez le champ « name »"),
    (
        "envois",
        '[received["name"] for received in response.json()["files"]]',
        "[os.path.basename(path) for path in paths]",
        "ceux que l'API leur a donnés",
    ),
    ("envois", "    response.raise_for_status()\n", "", "appelez response.raise_for_status()"),
    ("envois", LIST_OF_FILES, AS_PATHS, "paths contient des chaînes"),
    ("envois", "for path in paths]", "for path in paths[::-1]]", "dans l'ordre de la liste"),
    (
        "envois",
        'stack.enter_context(open(path, "rb"))',
        '(path, stack.enter_context(open(path, "rb")))',
        "Le nom envoyé contient le dossier",
    ),
    (
        "envois",
        "    response.raise_for_status()\n",
        "    if response.status_code == 413:\n        response.raise_for_status()\n",
        "L'API a répondu 500",
    ),
    ("envois", ", timeout=timeout", "", "timeout=timeout"),
    ("empreinte", '"rb"', '"r"', "ouvert en mode texte"),
    ("empreinte", "hexdigest", "digest", "donne l'hexadécimal"),
    ("empreinte", "sha256()", "md5()", "C'est une empreinte MD5"),
    ("empreinte", "            digest.update(block)", "            pass", "l'empreinte d'un contenu vide"),
    ("empreinte", "    return ", "    ", "Votre fonction ne renvoie rien"),
    ("empreinte", LOOP, "        digest.update(file.read(65536))\n", "Seul le premier morceau a été lu"),
    ("empreinte", LOOP, READ_TWICE, "Un morceau sur deux manque"),
    ("empreinte", ".hexdigest()", "", "renvoie l'objet digest"),
    ("empreinte", None, LEFT_OPEN, "Le fichier reste ouvert"),
    ("empreinte", LOOP, AFRESH, "l'empreinte du dernier morceau"),
    ("empreinte", LOOP, "        digest.update(file.read())\n", "La mémoire a grandi avec le fichier"),
    ("telechargement", None, LOADED, "Le corps entier a été chargé en mémoire"),
    ("telechargement", "stream=True, ", "", "Le corps entier a été chargé en mémoire"),
    ("telechargement", "response.iter_content(65536)", "[response.content]", "Le corps entier a été chargé"),
    ("telechargement", DOWNLOAD_LOOP, REOPENED, "Il ne reste que le dernier bloc"),
    ("telechargement", "    os.replace(partial, path)", "", "Aucun fichier ne se trouve"),
    ("telechargement", "        response.raise_for_status()\n", "", "La page d'erreur a été écrite"),
    ("telechargement", "{path}.part", "{path}", "La liaison a coupé, et le fichier est tronqué"),
    ("telechargement", None, TRUNCATED_IN_PLACE, "Le fichier a été vidé"),
    ("telechargement", None, HIDDEN_CUT, "La liaison a coupé et votre fonction le cache"),
    ("telechargement", None, TRUNCATED_ALL_THE_SAME, "votre fonction le cache"),
    ("telechargement", "iter_content(65536)", "iter_content()", "lit octet par octet"),
    ("telechargement", '"wb"', '"ab"', "mode « wb », et non « ab »"),
    ("telechargement", "timeout=timeout", "timeout=10", "timeout=timeout"),
    ("reprise", "bytes={done}-", "bytes={done + 1}-", "il en manque un"),
    ("reprise", "bytes={done}-", "bytes={done - 1}-", "Vous demandez aussi le dernier octet"),
    ("reprise", "headers=headers, ", "", "n'a pas d'en-tête Range"),
    ("reprise", '"ab" if response.status_code == 206 else "wb"', '"ab"', "Le serveur a répondu 200"),
    ("reprise", '"ab" if response.status_code == 206 else "wb"', '"wb"', "Il ne reste que la suite"),
    ("reprise", " if os.path.exists(path) else 0", "", "Le fichier n'existe pas encore"),
    (
        "reprise",
        "        if response.status_code == 416:\n            return\n",
        "",
        "Un 416 n'est pas une panne",
    ),
    ("reprise", "        response.raise_for_status()\n", "", "La page d'erreur a été écrite"),
    ("reprise", "stream=True, ", "", "Le corps entier a été chargé en mémoire"),
    ("reprise", "iter_content(65536)", "iter_content()", "lit octet par octet"),
    ("reprise", None, OPENED_FIRST, "ouvrez-le après raise_for_status()"),
    ("reprise", "timeout=timeout", "timeout=10", "timeout=timeout"),
]
NOTHING_COMPARED = (
    "ouvert en mode texte",
    "déjà refermés au moment de l'envoi",
    "paths contient des chaînes",
    "Le fichier n'existe pas encore",
    "La liaison a coupé et votre fonction le cache",
)
