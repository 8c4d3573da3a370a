"""Content codings: a cassette keeps bodies readable, a replay sends them as the service did."""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import replace

from grader.replay.http import Answer

_Codec = Callable[[bytes], bytes]

_DECODERS: dict[str, _Codec] = {"gzip": gzip.decompress, "deflate": zlib.decompress}
_ENCODERS: dict[str, _Codec] = {"gzip": lambda body: gzip.compress(body, mtime=0), "deflate": zlib.compress}


def decoded(answer: Answer) -> tuple[Answer, str | None]:
    """Return the answer without its content coding, and the name of the coding it had."""
    coding = answer.header("Content-Encoding")
    if coding not in _DECODERS or not answer.body:
        return answer, None
    plain = answer.with_header("Content-Encoding", None)
    return _with_body(plain, _DECODERS[coding](answer.body)), coding


def encoded(answer: Answer, coding: str | None) -> Answer:
    """Undo `decoded`."""
    if coding is None:
        return answer
    return _with_body(answer.with_header("Content-Encoding", coding), _ENCODERS[coding](answer.body))


def _with_body(answer: Answer, body: bytes) -> Answer:
    changed = replace(answer, body=body)
    if answer.header("Content-Length") is None:
        return changed
    return changed.with_header("Content-Length", str(len(body)))
