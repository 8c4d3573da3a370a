"""Vérifications de la leçon 06, « Upload de fichiers »."""

import hashlib
from contextlib import contextmanager
from io import BytesIO

from werkzeug.formparser import parse_form_data

from grader.checks import choice, question, right, wrong
from grader.checks.diagnosis import Escaped, asking, named, outcome
from grader.stage import Answer
from grader.student.handle import StudentError

LESSON = "06_upload_fichiers"
REFUSAL = {"title": "Refus", "status": 413, "detail": "Le fichier est trop gros."}
NO_TIMEOUT = "La requête n'attend pas le délai demandé : timeout=timeout."
SILENT_REFUSAL = "L'API a répondu {} et rien ne le dit : appelez response.raise_for_status()."

frontiere = choice(
    "frontiere",
    "À quoi sert la frontière (`boundary`) annoncée dans `Content-Type` ?",
    [
        wrong(
            "À chiffrer le contenu du fichier pendant le transport.",
            "Non : le corps part en clair, vous venez de le lire. C'est HTTPS qui chiffre, tout entier.",
        ),
        wrong(
            "À vérifier que le fichier est arrivé intact.",
            "Non : tirée au hasard, elle ne dit rien du contenu. Pour cela : les empreintes (section 6).",
        ),
        right(
            "À dire au serveur où finit une partie et où commence la suivante.",
            "Oui : c'est un séparateur, choisi pour ne pas se trouver dans le contenu.",
        ),
        wrong(
            "À annoncer la taille de chaque fichier.",
            "Non : c'est `Content-Length` qui annonce une taille, celle du corps entier.",
        ),
    ],
)

content_type = choice(
    "content-type",
    "Votre session envoie du JSON (`json=`) et des fichiers (`files=`). Quel en-tête poser dans "
    "`session.headers` ?",
    [
        wrong(
            "`Content-Type: application/json`, puisque c'est le cas le plus fréquent.",
            "Non : `files=` garderait cette étiquette, sans frontière ; et `json=` pose déjà la bonne.",
        ),
        wrong(
            "`Content-Type: multipart/form-data`, qui convient à tout.",
            "Non : il manquerait la frontière, que seule `requests` connaît, et le JSON serait mal étiqueté.",
        ),
        right(
            "Aucun `Content-Type` : `requests` écrit celui qui convient à chaque corps.",
            "Oui : `json=`, `data=` et `files=` posent chacun le leur, avec la frontière s'il en faut une.",
        ),
        wrong(
            "`Accept: multipart/form-data`, pour annoncer les fichiers.",
            "Non : `Accept` dit ce que vous voulez recevoir, pas ce que vous envoyez.",
        ),
    ],
)

memoire = choice(
    "memoire",
    "Sur une machine de 8 Go, vous envoyez une sauvegarde de 20 Go. Que se passe-t-il ? (Le serveur, lui, "
    "accepte les deux formes.)",
    [
        right(
            "Avec `data=f`, elle part ; avec `files=`, la mémoire déborde.",
            "Oui : `data=f` lit le fichier à mesure qu'il part, `files=` compose d'abord tout le corps.",
        ),
        wrong(
            "Avec `files=`, elle part ; avec `data=f`, la mémoire déborde.",
            "C'est l'inverse : regardez la courbe. `files=` doit assembler les parties, donc tout charger.",
        ),
        wrong(
            "Elle part des deux façons, puisque `f` est un fichier ouvert et non son contenu.",
            "Un fichier ouvert ne suffit pas : `files=` le lit d'un coup pour assembler les parties.",
        ),
        wrong(
            "Rien ne part, quoi qu'on fasse : il faut découper le fichier à la main.",
            "Non : `data=f` n'en garde qu'un petit morceau à la fois, quelle que soit la taille du fichier.",
        ),
    ],
)

range_ignore = choice(
    "range-ignore",
    "Vous avez déjà 3 000 octets sur disque, vous demandez `Range: bytes=3000-`, et le serveur répond 200. "
    "Que faites-vous du corps ?",
    [
        wrong(
            "Je l'ajoute à la fin du fichier : c'est la suite que j'ai demandée.",
            "Non : un 200 apporte le fichier entier. L'ajouter, c'est avoir deux fois le début (piège n° 8).",
        ),
        right(
            "Je réécris le fichier depuis le début avec ce corps.",
            "Oui : 200 veut dire « tout le fichier » ; seul un 206 apporte la suite.",
        ),
        wrong(
            "Rien : un 200 dit que mon fichier est déjà complet.",
            "Non : c'est un 416 qui le laisse penser. Un 200 apporte le fichier entier.",
        ),
        wrong(
            "Je lève une erreur : le serveur aurait dû répondre 206.",
            "Il en a le droit : `Range` est un souhait. Et ce corps est complet : servez-vous-en.",
        ),
    ],
)

envoi = question(
    "envoi",
    lesson=LESSON,
    hints=[
        "Ouvrez le fichier dans un with, en mode \"rb\", et faites l'envoi à l'intérieur du bloc.",
        'files={"file": file} pour le fichier, data={"description": description} pour le champ.',
        'Ensuite : response.raise_for_status(), puis response.json()["files"][0]["sha256"].',
    ],
)
CONTENT = b"\x89PNG\r\n\x1a\n\x81\xff\x00"  # no text, neither in UTF-8 nor in Windows' own encoding
TEXT_MODE = "Le fichier est ouvert en mode texte : ouvrez-le en binaire, « rb »."
AS_TEXT = [(clue, TEXT_MODE) for clue in ("UnicodeDecodeError", "UnicodeEncodeError", "must be encoded")]
SENT = {"fields": {"description": ["La capture"]}, "files": [["file", "capture.png", CONTENT]]}
RECEIVED = {"files": [{"name": "capture.png", "size": len(CONTENT), "sha256": "empreinte-7"}]}


@envoi
def test_file_and_description_are_sent(student, stage):
    """Le fichier et sa description partent dans un formulaire à parties"""
    stage.route("/upload", status=201, json=RECEIVED, method="POST")
    with (
        files(student, {"capture.png": CONTENT}) as folder,
        asking(stage, "POST", "/upload"),
        explaining(*AS_TEXT),
    ):
        path = f"{folder}/capture.png"
        student.upload(path, "La capture", base_url=stage.url, timeout=2)
    sent = form_of(stage.requests[0])
    as_path = "C'est le chemin qui est parti, et non le contenu : donnez à files= le fichier ouvert."
    whole_path = "Le nom envoyé contient le dossier : laissez requests prendre le nom du fichier ouvert."
    empty = "Le fichier est parti vide : il avait déjà été lu jusqu'à sa fin."
    undescribed = "La description n'est pas arrivée : ajoutez data={…} à côté de files=."
    attached = "La description est partie comme un fichier : passez-la dans data=, à côté de files=."
    description = ["description", "description", b"La capture"]
    misnamed = "Le fichier doit se trouver dans le champ « file »."
    assert sent == SENT, named(
        sent,
        unformed(stage.requests[0]) or "Le formulaire reçu n'est pas celui que demande l'énoncé.",
        ({**SENT, "files": [["file", "file", path.encode()]]}, as_path),
        ({**SENT, "files": [["file", path, CONTENT]]}, whole_path),
        ({**SENT, "files": [["file", "capture.png", b""]]}, empty),
        ({**SENT, "fields": {}}, undescribed),
        ({"fields": {}, "files": [*SENT["files"], description]}, attached),
        ({"fields": {}, "files": [description, *SENT["files"]]}, attached),
        ({**SENT, "files": [["files", "capture.png", CONTENT]]}, misnamed),
    )


@envoi
def test_checksum_is_returned(student, stage):
    """L'empreinte que donne le serveur est renvoyée"""
    stage.route("/upload", status=201, json=RECEIVED, method="POST")
    with files(student, {"capture.png": CONTENT}) as folder, asking(stage, "POST", "/upload"):
        checksum = student.upload(f"{folder}/capture.png", "La capture", base_url=stage.url, timeout=2)
    whole = "Votre fonction renvoie toute la réponse : gardez l'empreinte du premier fichier."
    described = "Votre fonction renvoie toute la description du fichier : gardez son champ « sha256 »."
    own = "C'est l'empreinte que vous avez calculée : l'énoncé demande celle que le serveur a trouvée."
    assert checksum == "empreinte-7", named(
        checksum,
        "Ce n'est pas l'empreinte que donne le serveur.",
        (RECEIVED, whole),
        (RECEIVED["files"], described),
        (RECEIVED["files"][0], described),
        (hashlib.sha256(CONTENT).hexdigest(), own),
    )


@envoi
def test_upload_refusal_is_raised(student, stage):
    """Un refus (413, 500) lève HTTPError"""
    with files(student, {"capture.png": CONTENT}) as folder:
        for status in (413, 500):
            stage.reset()
            stage.route("/upload", status=status, json={**REFUSAL, **RECEIVED}, method="POST")
            with asking(stage, "POST", "/upload"):
                found = outcome(
                    student.upload, f"{folder}/capture.png", "La capture", base_url=stage.url, timeout=2
                )
            assert found == Escaped("HTTPError"), SILENT_REFUSAL.format(status)


@envoi
def test_uploaded_file_is_closed(student, stage):
    """Le fichier est refermé, que l'envoi réussisse ou non"""
    answers = {"réussit": {"status": 201, "json": RECEIVED}, "échoue": {"drop": True}}
    with files(student, {"capture.png": CONTENT}) as folder:
        for case, answer in answers.items():
            stage.reset()
            stage.route("/upload", method="POST", **answer)
            with watching(student):
                outcome(student.upload, f"{folder}/capture.png", "La capture", base_url=stage.url, timeout=2)
                left = left_open(student)
            assert left == [], f"L'envoi {case}, et le fichier reste ouvert : ouvrez-le dans un with."


@envoi
def test_upload_has_a_timeout(student, stage):
    """Le délai demandé est celui de la requête"""
    stage.route("/upload", status=201, json=RECEIVED, method="POST")
    with files(student, {"capture.png": CONTENT}) as folder, asking(stage, "POST", "/upload"):
        student.upload(f"{folder}/capture.png", "La capture", base_url=stage.url, timeout=2)
    assert stage.requests[0].timeout == 2, NO_TIMEOUT


envois = question(
    "envois",
    lesson=LESSON,
    hints=[
        "files= accepte une liste de couples ; le nom du champ, « files », se répète.",
        "Dans un « with ExitStack() as stack », chaque stack.enter_context(open(…)) sera refermé.",
        "L'envoi se fait à l'intérieur du with : après, les fichiers sont refermés.",
        'Les noms : [received["name"] for received in response.json()["files"]].',
    ],
)
MISSING = "FileNotFoundError"
AS_STRINGS = "paths contient des chaînes : ouvrez chacune avec open(path, 'rb')."
PAIR = {"un.txt": b"premier\r\n", "deux.txt": b"second"}
PAIR_SENT = [["files", name, content] for name, content in PAIR.items()]
PAIR_RECEIVED = {"files": [{"name": "un-1.txt", "size": 9}, {"name": "deux-1.txt", "size": 6}]}


@envois
def test_all_files_leave_in_one_request(student, stage):
    """Tous les fichiers partent, en une seule requête"""
    stage.route("/upload", status=201, json=PAIR_RECEIVED, method="POST")
    closed = "Les fichiers étaient déjà refermés au moment de l'envoi : envoyez à l'intérieur du with."
    with (
        files(student, PAIR) as folder,
        asking(stage, "POST", "/upload"),
        explaining(("closed file", closed), ("'str' object has no attribute", AS_STRINGS)),
    ):
        student.upload_all(paths_in(folder), base_url=stage.url, timeout=2)
    sent = form_of(stage.requests[0])["files"]
    first, last = PAIR_SENT
    one_only = "Un seul fichier est arrivé : un dictionnaire n'a qu'une valeur par clé, donnez une liste."
    misnamed = "Les fichiers doivent se trouver dans des champs « files »."
    told = unformed(stage.requests[0]) or "Les fichiers reçus ne sont pas ceux de la liste."
    disordered = "Les fichiers ne sont pas partis dans l'ordre de la liste."
    whole_path = "Le nom envoyé contient le dossier : donnez seulement le fichier, ou os.path.basename(path)."
    if len(stage.requests) > 1:
        one_only = f"Vous avez envoyé {len(stage.requests)} requêtes : l'énoncé en demande une seule."
    renamed = [["file", *part[1:]] for part in PAIR_SENT]
    assert sent == PAIR_SENT, named(
        sent,
        told,
        ([first], one_only),
        ([last], one_only),
        (renamed, misnamed),
        ([renamed[0]], one_only),
        ([last, first], disordered),
        ([["files", f"{folder}/{name}", content] for name, content in PAIR.items()], whole_path),
    )
    assert len(stage.requests) == 1, "L'énoncé demande une seule requête."


@envois
def test_names_given_by_the_api_are_returned(student, stage):
    """Les noms que donne l'API sont renvoyés, dans l'ordre"""
    stage.route("/upload", status=201, json=PAIR_RECEIVED, method="POST")
    with files(student, PAIR) as folder, asking(stage, "POST", "/upload"):
        names = student.upload_all(paths_in(folder), base_url=stage.url, timeout=2)
    whole = "Votre fonction renvoie les descriptions entières : gardez le champ « name » de chacune."
    own = "Ce sont les noms de vos fichiers : l'énoncé demande ceux que l'API leur a donnés."
    assert names == ["un-1.txt", "deux-1.txt"], named(
        names,
        "Ce ne sont pas les noms que donne l'API.",
        (PAIR_RECEIVED, whole),
        (PAIR_RECEIVED["files"], whole),
        (list(PAIR), own),
    )


@envois
def test_refusal_of_several_files_is_raised(student, stage):
    """Un refus (413, 500) lève HTTPError"""
    with files(student, PAIR) as folder:
        for status in (413, 500):
            stage.reset()
            stage.route("/upload", status=status, json={**REFUSAL, **PAIR_RECEIVED}, method="POST")
            with asking(stage, "POST", "/upload"):
                found = outcome(student.upload_all, paths_in(folder), base_url=stage.url, timeout=2)
            assert found == Escaped("HTTPError"), SILENT_REFUSAL.format(status)


@envois
def test_every_file_is_closed(student, stage):
    """Chaque fichier est refermé, après un succès comme après une panne"""
    answers = {"réussit": {"status": 201, "json": PAIR_RECEIVED}, "échoue": {"drop": True}}
    with files(student, PAIR) as folder:
        for case, answer in answers.items():
            stage.reset()
            stage.route("/upload", method="POST", **answer)
            with watching(student):
                outcome(student.upload_all, paths_in(folder), base_url=stage.url, timeout=2)
                left = left_open(student)
            assert left == [], f"L'envoi {case}, et des fichiers restent ouverts : confiez-les à ExitStack."


@envois
def test_a_missing_file_leaves_none_open(student, stage):
    """Si un fichier n'existe pas, les autres sont refermés, et rien ne part"""
    stage.route("/upload", status=201, json=PAIR_RECEIVED, method="POST")
    with files(student, PAIR) as folder, watching(student):
        paths = [f"{folder}/un.txt", f"{folder}/absent.txt"]
        raised = raises(MISSING, student.upload_all, paths, base_url=stage.url, timeout=2)
        left = left_open(student)
    hidden = "Un fichier n'existe pas et votre fonction le cache : FileNotFoundError doit sortir."
    assert raised == MISSING, hidden
    assert len(stage.requests) == 0, "Rien ne doit partir s'il manque un fichier."
    assert left == [], (
        "Le premier fichier reste ouvert quand le second n'existe pas : ouvrez-les dans ExitStack."
    )


@envois
def test_several_files_have_a_timeout(student, stage):
    """Le délai demandé est celui de la requête"""
    stage.route("/upload", status=201, json=PAIR_RECEIVED, method="POST")
    with files(student, PAIR) as folder, asking(stage, "POST", "/upload"):
        student.upload_all(paths_in(folder), base_url=stage.url, timeout=2)
    assert stage.requests[0].timeout == 2, NO_TIMEOUT


empreinte = question(
    "empreinte",
    lesson=LESSON,
    hints=[
        'Ouvrez le fichier en "rb", et créez digest = hashlib.sha256() avant la boucle.',
        "La boucle : while block := file.read(65536), et digest.update(block) à chaque tour.",
        "À la fin, return digest.hexdigest().",
    ],
)
# 179,200 bytes: no two blocks are alike, and there is no whole number of any usual block.
SEVERAL_BLOCKS = b"".join(b"%06d\xff\n" % number for number in range(22_400))
NOT_THE_CHECKSUM = "Ce n'est pas l'empreinte SHA-256 du fichier."


@empreinte
def test_checksum_of_a_small_file(student):
    """L'empreinte d'un petit fichier est juste"""
    with files(student, {"petit": CONTENT}) as folder, explaining(*AS_TEXT):
        found = student.sha256_of(f"{folder}/petit")
    nothing = "C'est l'empreinte d'un contenu vide : donnez chaque bloc lu à digest.update(block)."
    name = "C'est l'empreinte du nom, et non du contenu."
    assert found == sha256(CONTENT), named(
        found,
        NOT_THE_CHECKSUM,
        *of_another_kind(found, CONTENT),
        (sha256(b""), nothing),
        (sha256(b"petit"), name),
    )


@empreinte
def test_checksum_of_several_blocks(student):
    """L'empreinte d'un fichier de plusieurs morceaux est juste"""
    with files(student, {"gros": SEVERAL_BLOCKS}) as folder, explaining(*AS_TEXT):
        found = student.sha256_of(f"{folder}/gros")
    cut = "Seul le premier morceau a été lu : il faut une boucle, jusqu'au bloc vide."
    last = "C'est l'empreinte du dernier morceau : créez digest une seule fois, avant la boucle."
    other = "Un morceau sur deux manque : lisez une seule fois par tour, while block := file.read(65536)."
    sizes = (1024, 4096, 8192, 65536)
    partial = [
        (sha256(kept), sentence)
        for size in sizes
        for kept, sentence in ((SEVERAL_BLOCKS[:size], cut), (tail(size), last), (every_other(size), other))
    ]
    assert found == sha256(SEVERAL_BLOCKS), named(
        found, NOT_THE_CHECKSUM, *partial, *of_another_kind(found, SEVERAL_BLOCKS)
    )


@empreinte
def test_checksum_of_an_empty_file(student):
    """Un fichier vide a aussi son empreinte"""
    with files(student, {"vide": b""}) as folder:
        found = student.sha256_of(f"{folder}/vide")
    zero = "Un fichier vide a une empreinte : celle de zéro octet."
    assert found == sha256(b""), named(found, zero, *of_another_kind(found, b""))


@empreinte
def test_read_file_is_closed(student):
    """Le fichier est refermé"""
    with files(student, {"petit": CONTENT}) as folder, watching(student), explaining(*AS_TEXT):
        student.sha256_of(f"{folder}/petit")
        left = left_open(student)
    assert left == [], "Le fichier reste ouvert : ouvrez-le dans un with."


@empreinte
def test_memory_stays_small(student):
    """Un fichier de 8 Mo n'est pas chargé en entier"""
    with files(student, {}) as folder:
        path = f"{folder}/enorme"
        student.run(f"with open({path!r}, 'wb') as _file:\n    _file.truncate(8_000_000)\ndel _file")
        megabytes = peak(student, lambda: student.sha256_of(path))
    whole = "La mémoire a grandi avec le fichier : lisez-le par morceaux, file.read(65536)."
    assert megabytes < 4, whole


def sha256(content):
    """Return the right checksum."""
    return hashlib.sha256(content).hexdigest()


def of_another_kind(found, content):
    """Name what is the right content's, but is no SHA-256 in hexadecimal."""
    hexadecimal = "digest.hexdigest() donne l'hexadécimal."
    falsified = "C'est une empreinte MD5, que l'on sait falsifier : hashlib.sha256()."
    mistakes = [
        (hashlib.sha256(content).digest(), f"Votre fonction renvoie des octets : {hexadecimal}"),
        (hashlib.md5(content).hexdigest(), falsified),
        (None, "Votre fonction ne renvoie rien : return digest.hexdigest()."),
    ]
    if "HASH" in repr(found):
        mistakes.append((found, f"Votre fonction renvoie l'objet digest : {hexadecimal}"))
    return mistakes


def tail(size):
    """Return the last block of the file of several blocks."""
    return SEVERAL_BLOCKS[len(SEVERAL_BLOCKS) // size * size :]


def every_other(size):
    """Return the second, the fourth… block: what a loop that reads twice a turn keeps."""
    starts = range(size, len(SEVERAL_BLOCKS), 2 * size)
    return b"".join(SEVERAL_BLOCKS[start : start + size] for start in starts)


telechargement = question(
    "telechargement",
    lesson=LESSON,
    hints=[
        "stream=True à l'appel, puis response.iter_content(65536) pour lire par morceaux.",
        'Écrivez dans un nom provisoire, f"{path}.part", ouvert en "wb".',
        "raise_for_status() avant d'ouvrir le fichier ; os.replace(provisoire, path) après la boucle.",
    ],
)
BODY = SEVERAL_BLOCKS
OLD = b"ancienne version"
LOADED = "Le corps entier a été chargé en mémoire : stream=True, puis response.iter_content(65536)."


BY_BLOCKS, BYTE_BY_BYTE = "par morceaux", "octet par octet"
NO_SIZE = "Sans taille, iter_content lit octet par octet : response.iter_content(65536)."


@telechargement
def test_body_is_written(student, stage):
    """Le fichier téléchargé est identique à l'original"""
    stage.route("/image", body=BODY)
    with files(student, {}) as folder, asking(stage, "GET", "/image"):
        student.download(f"{stage.url}/image", f"{folder}/image", timeout=2)
        written = read(student, f"{folder}/image")
    assert written == BODY, named(
        written,
        "Le fichier écrit n'est pas celui du serveur.",
        (None, "Aucun fichier ne se trouve à l'adresse demandée : os.replace(provisoire, path)."),
        (b"", "Le fichier est vide : écrivez-y chaque bloc de iter_content."),
        (tail(65536), "Il ne reste que le dernier bloc : ouvrez le fichier une seule fois, avant la boucle."),
    )


@telechargement
def test_body_is_not_loaded(student, stage):
    """Le corps est lu par morceaux, et le délai est celui demandé"""
    stage.route("/image", body=OLD)
    with files(student, {}) as folder, watching_reads(student), asking(stage, "GET", "/image"):
        student.download(f"{stage.url}/image", f"{folder}/image", timeout=2)
        read_as = student.run("_read_as")
    assert read_as == BY_BLOCKS, named(read_as, LOADED, (BYTE_BY_BYTE, NO_SIZE))
    assert stage.requests[0].timeout == 2, NO_TIMEOUT


@telechargement
def test_error_is_raised_and_written_nowhere(student, stage):
    """Une erreur (404, 503) lève HTTPError, et le fichier reste comme il était"""
    for status in (404, 503):
        stage.reset()
        stage.route("/image", status=status, text="<h1>Maintenance</h1>")
        with files(student, {"image": OLD}) as folder, asking(stage, "GET", "/image"):
            found = outcome(student.download, f"{stage.url}/image", f"{folder}/image", timeout=2)
            kept = read(student, f"{folder}/image")
        page = "La page d'erreur a été écrite dans le fichier : raise_for_status() avant d'écrire."
        emptied = "Le fichier a été vidé : appelez raise_for_status() avant de l'ouvrir."
        mistakes = ((b"<h1>Maintenance</h1>", page), (b"", emptied))
        assert kept == OLD, named(kept, "Le fichier n'est plus ce qu'il était.", *mistakes)
        assert found == Escaped("HTTPError"), SILENT_REFUSAL.format(status)


@telechargement
def test_a_cut_leaves_the_old_file(student, stage):
    """Si la liaison coupe, l'exception sort et le fichier reste comme il était"""
    stage.route("/image", body=BODY, cut=100_000)
    with files(student, {"image": OLD}) as folder, asking(stage, "GET", "/image"):
        raised = raises("Exception", student.download, f"{stage.url}/image", f"{folder}/image", timeout=2)
        kept = read(student, f"{folder}/image")
        stage.reset()
        stage.route("/image", body=BODY)
        student.download(f"{stage.url}/image", f"{folder}/image", timeout=2)
        again = read(student, f"{folder}/image")
    hidden = "La liaison a coupé et votre fonction le cache : sans try, l'exception sort d'elle-même."
    assert raised, hidden
    broken = "La liaison a coupé, et le fichier est tronqué : écrivez sous un nom provisoire."
    assert kept == OLD, broken
    mixed = "Au second essai, le début s'ajoute à ce qu'avait laissé la coupure : mode « wb », et non « ab »."
    assert again == BODY, mixed


reprise = question(
    "reprise",
    lesson=LESSON,
    hints=[
        "La taille déjà reçue : os.path.getsize(path), ou 0 si os.path.exists(path) est faux.",
        'L\'en-tête : {"Range": f"bytes={done}-"}, ou aucun s\'il n\'y a encore rien.',
        "Testez 416 avant raise_for_status(), qui en ferait une exception.",
        'Le mode d\'ouverture dépend du code reçu : "ab" pour un 206, "wb" sinon.',
    ],
)
WHOLE = b"0123456789" * 20


@reprise
def test_the_rest_is_added(student, stage):
    """La suite est demandée et ajoutée (206)"""
    stage.route("/journal", respond=ranged)
    for done in (30, 199):
        with files(student, {"journal": WHOLE[:done]}) as folder, asking(stage, "GET", "/journal"):
            student.resume(f"{stage.url}/journal", f"{folder}/journal", timeout=2)
            written = read(student, f"{folder}/journal")
        asked = stage.requests[-1].headers.get("Range")
        late = f"Vous demandez à partir de l'octet {done + 1} : il en manque un, le premier est le numéro 0."
        early = "Vous demandez aussi le dernier octet déjà reçu : il se trouve en double."
        unasked = "La requête n'a pas d'en-tête Range : tout le fichier est revenu."
        assert asked == f"bytes={done}-", named(
            asked,
            f"Le fichier a {done} octets : l'en-tête attendu est Range: bytes={done}-.",
            (None, unasked),
            (f"bytes={done + 1}-", late),
            (f"bytes={done - 1}-", early),
            ("bytes=0-", unasked),
        )
        erased = "Il ne reste que la suite : à un 206, ouvrez le fichier en mode « ab »."
        same = "Rien n'a été ajouté au fichier."
        mistakes = ((WHOLE[done:], erased), (WHOLE[:done], same))
        assert written == WHOLE, named(written, "Le fichier reconstitué n'est pas l'original.", *mistakes)


@reprise
def test_a_new_file_is_fetched_whole(student, stage):
    """Un fichier qui n'existe pas est téléchargé en entier"""
    stage.route("/journal", respond=ranged)
    absent = "Le fichier n'existe pas encore : sa taille est 0, testez os.path.exists(path)."
    with (
        files(student, {}) as folder,
        asking(stage, "GET", "/journal"),
        explaining(("FileNotFoundError", absent)),
    ):
        student.resume(f"{stage.url}/journal", f"{folder}/journal", timeout=2)
        written = read(student, f"{folder}/journal")
    assert written == WHOLE, "Le fichier n'existait pas : il doit être téléchargé en entier."


@reprise
def test_a_server_that_ignores_ranges(student, stage):
    """Un serveur qui ignore Range (200) fait repartir de zéro"""
    stage.route("/journal", body=WHOLE)
    with files(student, {"journal": WHOLE[:30]}) as folder, asking(stage, "GET", "/journal"):
        student.resume(f"{stage.url}/journal", f"{folder}/journal", timeout=2)
        written = read(student, f"{folder}/journal")
    doubled = (
        "Le serveur a répondu 200, avec tout le fichier, et vous l'avez ajouté : mode « wb », sauf à un 206."
    )
    mistakes = (
        (WHOLE[:30] + WHOLE, doubled),
        (WHOLE[:30], "Le serveur a répondu 200 : réécrivez le fichier."),
    )
    assert written == WHOLE, named(written, "Le fichier n'est pas celui du serveur.", *mistakes)


@reprise
def test_a_complete_file_is_left_alone(student, stage):
    """Un fichier déjà complet (416) ne change pas"""
    stage.route("/journal", respond=ranged)
    with files(student, {"journal": WHOLE}) as folder, asking(stage, "GET", "/journal"):
        found = outcome(student.resume, f"{stage.url}/journal", f"{folder}/journal", timeout=2)
        written = read(student, f"{folder}/journal")
    page = "Le corps du 416 a été écrit dans le fichier : à un 416, ne touchez à rien."
    assert written == WHOLE, page
    raised = "Un 416 n'est pas une panne, le fichier est complet : testez-le avant raise_for_status()."
    assert found is None, named(
        found, "Le fichier est complet : rien à renvoyer.", (Escaped("HTTPError"), raised)
    )


@reprise
def test_a_failure_leaves_what_was_received(student, stage):
    """Une panne (503) lève HTTPError, et ce qui est reçu est gardé"""
    stage.route("/journal", status=503, text="<h1>Maintenance</h1>")
    with files(student, {"journal": WHOLE[:30]}) as folder, asking(stage, "GET", "/journal"):
        found = outcome(student.resume, f"{stage.url}/journal", f"{folder}/journal", timeout=2)
        kept = read(student, f"{folder}/journal")
    with files(student, {}) as folder:
        outcome(student.resume, f"{stage.url}/journal", f"{folder}/journal", timeout=2)
        created = read(student, f"{folder}/journal")
    page = "La page d'erreur a été écrite dans le fichier : raise_for_status() avant d'écrire."
    mistakes = ((b"<h1>Maintenance</h1>", page), (WHOLE[:30] + b"<h1>Maintenance</h1>", page))
    assert kept == WHOLE[:30], named(kept, "Le fichier n'est plus ce qu'il était.", *mistakes)
    assert found == Escaped("HTTPError"), SILENT_REFUSAL.format(503)
    early = "Absent avant la panne, le fichier existe après : ouvrez-le après raise_for_status()."
    assert created is None, early


@reprise
def test_the_rest_is_not_loaded(student, stage):
    """Le corps est lu par morceaux, et le délai est celui demandé"""
    stage.route("/journal", respond=ranged)
    with (
        files(student, {"journal": WHOLE[:30]}) as folder,
        watching_reads(student),
        asking(stage, "GET", "/journal"),
    ):
        student.resume(f"{stage.url}/journal", f"{folder}/journal", timeout=2)
        read_as = student.run("_read_as")
    assert read_as == BY_BLOCKS, named(read_as, LOADED, (BYTE_BY_BYTE, NO_SIZE))
    assert stage.requests[0].timeout == 2, NO_TIMEOUT


def ranged(exchange):
    """Answer as a server that knows ranges, where one is asked for."""
    asked = exchange.headers.get("Range")
    if asked is None:
        return Answer(body=WHOLE)
    first = int(asked.removeprefix("bytes=").partition("-")[0])
    if first >= len(WHOLE):
        place = {"Content-Range": f"bytes */{len(WHOLE)}"}
        return Answer(status=416, headers=place, text="plage impossible")
    place = {"Content-Range": f"bytes {first}-{len(WHOLE) - 1}/{len(WHOLE)}"}
    return Answer(status=206, body=WHOLE[first:], headers=place)


def raises(kind, call, *arguments, **options):
    """Return ``kind`` if the call lets out an exception of this kind, None if it lets out none."""
    try:
        call(*arguments, **options)
    except StudentError as error:
        if kind not in error.types or "NotImplementedError" in error.types:
            raise
        return kind
    return None


@contextmanager
def files(student, contents):
    """Give the student's code a folder with these files; remove it afterwards."""
    folder = student.run("__import__('tempfile').mkdtemp(prefix='lecon-06-')").replace("\\", "/")
    try:
        for name, content in contents.items():
            student.run(f"__import__('pathlib').Path({folder!r}, {name!r}).write_bytes({content!r}) and None")
        yield folder
    finally:
        student.run(f"__import__('shutil').rmtree({folder!r}, ignore_errors=True)")


def paths_in(folder):
    """Return the paths of the two files to send together."""
    return [f"{folder}/{name}" for name in PAIR]


def read(student, path):
    """Return what the student's code wrote there, None if there is no such file."""
    try:
        return student.read(path)
    except StudentError:
        return None


def form_of(request):
    """Return the fields and the files of a multipart form, as they arrived."""
    environ = {
        "wsgi.input": BytesIO(request.body),
        "CONTENT_LENGTH": str(len(request.body)),
        "CONTENT_TYPE": request.headers.get("Content-Type", ""),
    }
    _, fields, sent = parse_form_data(environ)
    parts = [[field, part.filename, part.read()] for field, part in sent.items(multi=True)]
    return {"fields": fields.to_dict(flat=False), "files": parts}


def unformed(request):
    """Say why a request is no multipart form, if it is none."""
    announced = request.headers.get("Content-Type", "aucun")
    if not announced.startswith("multipart/form-data"):
        return f"Ce n'est pas un formulaire à parties (Content-Type : {announced}) : files={{…}}."
    if "boundary=" not in announced:
        return "Le Content-Type, écrit à la main, n'annonce pas la frontière : laissez faire requests."
    return ""


@contextmanager
def explaining(*mistakes):
    """Say the sentence of the first mistake whose exception, or part of its text, comes out."""
    try:
        yield
    except StudentError as error:
        for clue, sentence in mistakes:
            if clue in error.types or clue in error.text:
                raise AssertionError(sentence) from error
        raise


def peak(student, call):
    """Return how many megabytes the student's code held at most during a call."""
    student.run("__import__('tracemalloc').start()")
    try:
        call()
        return student.run("__import__('tracemalloc').get_traced_memory()[1]") / 1_000_000
    finally:
        student.run("__import__('tracemalloc').stop()")


# A notebook has an `open` of its own, IPython's, beside the two names of Python's.
WATCH = """
import builtins as _builtins, io as _io
_opened, _real_open, _own_open = [], _io.open, globals().get("open")
def _watched(*arguments, **options):
    _opened.append(_real_open(*arguments, **options))
    return _opened[-1]
_builtins.open = _io.open = open = _watched
"""
UNWATCH = """
_builtins.open = _io.open = _real_open
if _own_open:
    open = _own_open
else:
    del open
[_file.close() for _file in _opened]
del _builtins, _io, _opened, _real_open, _own_open, _watched
"""


@contextmanager
def watching(student):
    """Keep every file that the student's code opens, so that only closing closes it."""
    student.run(WATCH)
    try:
        yield
    finally:
        student.run(UNWATCH)


def left_open(student):
    """Return the names of the watched files that nobody has closed."""
    left = "[str(_file.name) for _file in _opened if not _file.closed]"
    return [path.replace("\\", "/").rpartition("/")[2] for path in student.run(left)]


WATCH_READS = """
import requests as _requests
_read_as = "par morceaux"
_content, _iter_content = _requests.Response.content, _requests.Response.iter_content
def _loaded(response):
    global _read_as
    _read_as = "d'un coup"
    return _content.fget(response)
def _iterated(response, chunk_size=1, decode_unicode=False):
    global _read_as
    if chunk_size == 1:
        _read_as = "octet par octet"
    return _iter_content(response, chunk_size, decode_unicode)
_requests.Response.content, _requests.Response.iter_content = property(_loaded), _iterated
"""
UNWATCH_READS = """
_requests.Response.content, _requests.Response.iter_content = _content, _iter_content
del _requests, _read_as, _content, _iter_content, _loaded, _iterated
"""


@contextmanager
def watching_reads(student):
    """Tell how a body is read: requests loads it whole by itself without ``stream=True``."""
    student.run(WATCH_READS)
    try:
        yield
    finally:
        student.run(UNWATCH_READS)
