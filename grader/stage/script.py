"""From an answer to the bytes on the wire, in steps."""

from http import HTTPStatus

import h11

from grader.stage.answer import Answer, Step


def steps(answer: Answer, wire: h11.Connection, method: str) -> list[Step]:
    """Return what to send for ``answer`` on a connection whose request was read.

    Args:
        answer: the scripted answer.
        wire: the server's side of the connection; it frames the body.
        method: of the request; an answer to HEAD has no body.
    """
    if answer.hang:
        return [Step(None)]
    if answer.drop:
        return [Step(answer.delay, close=True, during=answer.during)]
    head, body = _head(answer, wire, method)
    if answer.cut is not None:
        return [Step(answer.delay, head + body[: answer.cut], close=True, during=answer.during)]
    if answer.pause:
        return [Step(answer.delay, head, during=answer.during), *_drip(answer, body, wire)]
    _finish(wire, body)
    return [Step(answer.delay, head + body, close=wire.our_state is h11.MUST_CLOSE, during=answer.during)]


def _head(answer: Answer, wire: h11.Connection, method: str) -> tuple[bytes, bytes]:
    """Return the status line with the header fields, and the body (empty where HTTP allows none)."""
    body, media_type = answer.content()
    fields = {"Content-Length": str(len(body))}
    if body:
        fields["Content-Type"] = media_type
    if answer.status in (204, 304):
        body, fields = b"", {}
    fields.update(answer.headers)
    reason = HTTPStatus(answer.status).phrase if answer.status in set(HTTPStatus) else ""
    head = wire.send(h11.Response(status_code=answer.status, reason=reason, headers=list(fields.items())))
    return head or b"", b"" if method == "HEAD" else body


def _drip(answer: Answer, body: bytes, wire: h11.Connection) -> list[Step]:
    size = max(1, -(-len(body) // answer.pieces))
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    _finish(wire, body)
    dripped = [Step(answer.pause, part) for part in parts]
    if wire.our_state is h11.MUST_CLOSE:
        dripped.append(Step(0, close=True))
    return dripped


def _finish(wire: h11.Connection, body: bytes) -> None:
    """Tell h11 that the body goes out, so that it knows the connection's next state."""
    if body:
        wire.send(h11.Data(data=body))
    wire.send(h11.EndOfMessage())
