"""The files: sent as a form, or as they are, and fetched whole or in part.

- `POST /upload` takes a multipart form: one or several files in `file` or `files`, and if need be
  `description` and `sha256` (one for each file, in the same order). 201 with the name, size, type and
  SHA-256 of each; 400 no file or no boundary, 413 too large, 415 not multipart, 422 another checksum or
  a name that is none.
- `PUT /files/<name>` takes the bytes themselves: 201 with Location, 200 where it replaces; 400, 413, 422.
- `GET /files/<name>`: 200 with ETag; 206 and 416 for a Range, 304 for If-None-Match, 404.

A file has at most `MAX_FILE` bytes, a request at most `MAX_REQUEST`.
"""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request, url_for
from flask.blueprints import BlueprintSetupState

from grader.lab.api.files_table import Files, StoredFile, checked_name, media_type
from grader.lab.api.problems import refuse

MAX_FILE = 8_192
MAX_REQUEST = 65_536

_MULTIPART = "multipart/form-data"

pages = Blueprint("files", __name__)


@pages.record
def _open_state(setup: BlueprintSetupState) -> None:
    setup.app.extensions["files"] = Files()


@pages.post("/upload")
def receive_form() -> tuple[Response, int]:
    """Keep the files of a multipart form, all of them or none."""
    request.max_content_length = MAX_REQUEST
    received = _received_files()
    _refuse_other_checksums(received, request.form.getlist("sha256"))
    for file in received:
        _files().keep(file)
    description = request.form.get("description")
    return jsonify(description=description, files=[_shown(file) for file in received]), 201


@pages.put("/files/<name>")
def receive_bytes(name: str) -> tuple[Response, int, dict[str, str]]:
    """Keep the body of the request under this name."""
    if "Content-Range" in request.headers:
        refuse(400, "Ce service ne reçoit que des fichiers entiers : pas de Content-Range.")
    request.max_content_length = MAX_REQUEST
    file = _file(name, request.mimetype, request.get_data(cache=False))
    replaces = _files().get(file.name) is not None
    _files().keep(file)
    return jsonify(_shown(file)), 200 if replaces else 201, {"Location": _url(file)}


@pages.get("/files/<name>")
def send_file(name: str) -> Response:
    """Answer a file, or the part of it that is asked for."""
    file = _files().get(name) or refuse(404, f"Aucun fichier ne porte le nom « {name} ».")
    response = Response(file.content, content_type=file.content_type)
    response.set_etag(file.sha256[:16])
    response.headers.set("Content-Disposition", "attachment", filename=file.name)
    response.make_conditional(request, accept_ranges=True, complete_length=len(file.content))
    return response


def _received_files() -> list[StoredFile]:
    if request.mimetype != _MULTIPART:
        sent = request.mimetype or "aucun"
        refuse(415, f"Corps attendu en {_MULTIPART} ; type reçu : {sent}.", accepted=[_MULTIPART])
    if not request.mimetype_params.get("boundary"):
        refuse(400, "L'en-tête Content-Type n'a pas de « boundary » : impossible de séparer les parties.")
    parts = [*request.files.getlist("file"), *request.files.getlist("files")]
    if not parts:
        names = sorted({*request.files, *request.form})
        refuse(400, "Aucun fichier dans les parties « file » ou « files ».", received=names)
    if texts := sorted({"file", "files"} & request.form.keys()):
        no_name = f"La partie « {texts[0]} » n'est pas un fichier : il lui manque « filename »."
        refuse(400, no_name, field=texts[0])
    return [_file(part.filename or "", part.mimetype, part.read()) for part in parts]


def _file(name: str, announced_type: str, content: bytes) -> StoredFile:
    kept = checked_name(name) or refuse(422, f"« {name} » ne peut pas être un nom de fichier.", field="name")
    if len(content) > MAX_FILE:
        too_large = f"« {kept} » pèse {len(content)} octets ; la limite est de {MAX_FILE} octets par fichier."
        refuse(413, too_large, limit=MAX_FILE)
    return StoredFile(kept, media_type(announced_type), content)


def _refuse_other_checksums(received: list[StoredFile], announced: list[str]) -> None:
    if not announced:
        return
    if len(announced) != len(received):
        counts = f"{len(announced)} pour {len(received)} fichiers"
        refuse(422, f"Il faut une empreinte « sha256 » par fichier, dans le même ordre ({counts}).")
    for file, expected in zip(received, announced, strict=True):
        if expected.lower() != file.sha256:
            differs = (
                f"L'empreinte de « {file.name} » n'est pas celle que vous annoncez : rien n'est conservé."
            )
            refuse(422, differs, expected=expected, received=file.sha256)


def _shown(file: StoredFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "size": len(file.content),
        "content_type": file.content_type,
        "sha256": file.sha256,
        "url": _url(file),
    }


def _url(file: StoredFile) -> str:
    return url_for("files.send_file", name=file.name, _external=True)


def _files() -> Files:
    files: Files = current_app.extensions["files"]
    return files
