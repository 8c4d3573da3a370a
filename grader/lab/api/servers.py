"""The inventory of servers, named by those who create them.

- `GET /servers` (all, or those of a `role`) and `GET /servers/<name>`: 200 in JSON, CSV or HTML, 304 to a
  client that has the same already, 406 to one that wants something else.
- `PUT /servers/<name>`: 201 with Location where there was none, else 200; 415, 422.
- `PATCH /servers/<name>`: 200; 404, 415, 422. `"disk_gb": "+10"` adds 10 GB to what there is.
- `DELETE /servers/<name>`: 204; 404, 409 while it is in service.

`If-Match` holds for PUT, PATCH and DELETE: 412 to a client that has seen another state than the present one.
"""

from flask import Blueprint, Response, current_app, request, url_for
from flask.blueprints import BlueprintSetupState

from grader.lab.api import server_fields
from grader.lab.api.problems import refuse
from grader.lab.api.representations import as_json, etag, represented
from grader.lab.api.servers_table import Server, Servers, shown

_COLUMNS = ("name", "role", "os", "disk_gb", "in_service")

pages = Blueprint("servers", __name__)


@pages.record
def _open_state(setup: BlueprintSetupState) -> None:
    setup.app.extensions["servers"] = Servers()


@pages.get("/servers")
def list_servers() -> Response:
    """Answer the servers, those of a role if it is asked for."""
    rows = [shown(server) for server in _servers().all(request.args.get("role"))]
    return represented({"data": rows, "total": len(rows)}, rows, _COLUMNS)


@pages.get("/servers/<name>")
def show_server(name: str) -> Response:
    """Answer one server."""
    row = shown(_server(name))
    return represented(row, [row], _COLUMNS)


@pages.put("/servers/<name>")
def replace_server(name: str) -> Response:
    """Create the server of this name, or replace it as a whole."""
    if not server_fields.NAME.fullmatch(name):
        refuse(422, f"« {name} » n'est pas un nom : une minuscule, puis minuscules, chiffres ou tirets.")
    known = _servers().get(name)
    server = server_fields.whole(name)
    _refuse_other_state(known)
    _servers().put(server)
    return _shown(server) if known else _created(server)


@pages.patch("/servers/<name>")
def update_server(name: str) -> Response:
    """Give a server new values for the fields that are named."""
    server = _server(name)
    fields = server_fields.changes(server)
    _refuse_other_state(server)
    return _shown(_servers().change(server, fields))


@pages.delete("/servers/<name>")
def delete_server(name: str) -> Response:
    """Remove a server that is no longer in service."""
    server = _server(name)
    if server.in_service:
        refuse(409, f"{name} est en service : donnez d'abord à « in_service » la valeur false.")
    _refuse_other_state(server)
    _servers().delete(server)
    return Response(status=204)


def _servers() -> Servers:
    servers: Servers = current_app.extensions["servers"]
    return servers


def _server(name: str) -> Server:
    return _servers().get(name) or refuse(404, f"Aucun serveur ne porte le nom « {name} ».")


def _shown(server: Server, status: int = 200) -> Response:
    body = as_json(shown(server))
    headers = {"ETag": f'"{etag(body)}"'}
    return Response(body, status, headers, content_type="application/json")


def _created(server: Server) -> Response:
    answer = _shown(server, 201)
    answer.headers["Location"] = url_for("servers.show_server", name=server.name, _external=True)
    return answer


def _refuse_other_state(server: Server | None) -> None:
    """Refuse what a client asks on the ground of a state that is no longer the server's.

    This comes last: what would fail anyway fails for its own reason (RFC 9110, section 13.2.1).
    """
    if not request.if_match:
        return
    if server is None or not request.if_match.contains(etag(as_json(shown(server)))):
        refuse(412, "Cette ressource a changé depuis que vous l'avez lue : relisez-la.")
