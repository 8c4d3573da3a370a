"""What a file may look like: encodings, line ends, fields of the wrong shape, files that are no notebook."""

import gzip
import json
from typing import Any

from foreign.cells import answer, answers, cell, code_cells, numbered, printed, text
from foreign.kind import EVERY, Notebook, as_bytes, keeps, loses, unnoticed

BROKEN = "JSON|notebook"
HALF = "\ud83d"  # half of an emoji, as a cut of a string leaves it


def _sources(notebook: Notebook, change: Any) -> None:
    for one in notebook["cells"]:
        one["source"] = change(one["source"])


@unnoticed("UTF-8 with a byte-order mark", of=EVERY)
def byte_order_mark(notebook: Notebook) -> bytes:
    return b"\xef\xbb\xbf" + as_bytes(notebook)


@keeps("UTF-16, little end first")
def utf_16(notebook: Notebook) -> bytes:
    return as_bytes(notebook).decode().encode("utf-16")


@keeps("UTF-16, big end first")
def utf_16_big(notebook: Notebook) -> bytes:
    return b"\xfe\xff" + as_bytes(notebook).decode().encode("utf-16-be")


@loses("Latin-1", BROKEN)
def latin_1(notebook: Notebook) -> bytes:
    return as_bytes(notebook).decode().encode("latin-1", "replace")


@unnoticed("line ends of Windows in the file")
def crlf_file(notebook: Notebook) -> bytes:
    return as_bytes(notebook).replace(b"\n", b"\r\n")


@unnoticed("line ends of Windows in the sources")
def crlf_sources(notebook: Notebook) -> None:
    _sources(notebook, lambda source: source.replace("\n", "\r\n"))


@unnoticed("line ends of old Macs in the sources")
def cr_sources(notebook: Notebook) -> None:
    _sources(notebook, lambda source: source.replace("\n", "\r"))


@unnoticed("sources as lists of lines")
def lists_of_lines(notebook: Notebook) -> None:
    _sources(notebook, lambda source: source.splitlines(keepends=True))


@unnoticed("sources with empty lines and spaces at the end")
def trailing_space(notebook: Notebook) -> None:
    _sources(notebook, lambda source: source.replace("\n", "  \n") + "   \n\n")


@loses("sources as lists of lines whose ends are lost", "latence|timed_get|import hashlib")
def lists_without_ends(notebook: Notebook) -> None:
    _sources(notebook, str.splitlines)


@unnoticed("half a surrogate pair in the text and in an answer's comment")
def half_a_pair(notebook: Notebook) -> None:
    cell(notebook, "regles")["source"] += HALF
    answer(notebook, "latence")["source"] += f"\n# vu {HALF}"


@unnoticed("half a surrogate pair in an output")
def half_a_pair_printed(notebook: Notebook) -> None:
    cell(notebook, "essayer-latence")["outputs"] = [printed(f"{HALF}\n")]


@unnoticed("emoji and accents written as escapes, names with accents")
def escapes(notebook: Notebook) -> bytes:
    answer(notebook, "latence")["source"] += '\n\nété = "🎉"  # fini'
    return json.dumps(notebook, indent=1).encode()


@unnoticed("tabs for indentation")
def tabs(notebook: Notebook) -> None:
    for one in answers(notebook):
        one["source"] = one["source"].replace("    ", "\t")


@loses("no-break spaces for indentation", "alerte|send_alert")
def no_break_spaces(notebook: Notebook) -> None:
    one = answer(notebook, "alerte")
    one["source"] = one["source"].replace("    ", "\u00a0\u00a0\u00a0\u00a0")


@loses("a zero-width space in an answer, from a web page", "alerte|send_alert")
def zero_width(notebook: Notebook) -> None:
    one = answer(notebook, "alerte")
    one["source"] = one["source"].replace("en_panne = []", "en_panne = []\u200b")


@loses("quotation marks of a word processor", "alerte|send_alert")
def curly_quotes(notebook: Notebook) -> None:
    one = answer(notebook, "alerte")
    one["source"] = one["source"].replace('"down"', "“down”")


@loses("a null character in an answer", "alerte|send_alert")
def null_character(notebook: Notebook) -> None:
    answer(notebook, "alerte")["source"] += "\n# \x00"


@unnoticed("metadata missing everywhere but where nbgrader's is")
def metadata_missing(notebook: Notebook) -> None:
    notebook.pop("metadata")
    for one in notebook["cells"]:
        if not one["metadata"]:
            one.pop("metadata")


@keeps("metadata missing everywhere, ids too")
def no_metadata_at_all(notebook: Notebook) -> None:
    notebook.pop("metadata")
    for one in notebook["cells"]:
        one.pop("metadata")
        one.pop("id")


@keeps("metadata null everywhere")
def metadata_null(notebook: Notebook) -> None:
    notebook["metadata"] = None
    for one in notebook["cells"]:
        one["metadata"] = None


@unnoticed("ids all the same")
def same_ids(notebook: Notebook) -> None:
    for one in notebook["cells"]:
        one["id"] = "a1"


@unnoticed("ids that are no ids: accents, spaces, numbers, null, too long")
def invalid_ids(notebook: Notebook) -> None:
    forms: list[Any] = ["réponse à tout", 7, None, "x" * 200, ["a"], ""]
    for number, one in numbered(notebook):
        one["id"] = forms[number % len(forms)]


@loses("ids of two answers swapped, metadata lost")
def ids_swapped(notebook: Notebook) -> None:
    first, second = answer(notebook, "latence"), answer(notebook, "un-service")
    first["id"], second["id"] = second["id"], first["id"]
    for one in notebook["cells"]:
        one["metadata"] = {}


@unnoticed("format given as text, or not at all")
def no_format(notebook: Notebook) -> None:
    notebook["nbformat"] = "4"
    notebook.pop("nbformat_minor")


@unnoticed("execution counts as text, outputs missing, null or odd")
def odd_outputs(notebook: Notebook) -> None:
    forms: list[Any] = [None, {}, "rien", [None], [{"output_type": "display_data"}]]
    for number, one in enumerate(code_cells(notebook)):
        one |= {"execution_count": f"{number}", "outputs": forms[number % len(forms)]}
    code_cells(notebook)[-1].pop("outputs")


@unnoticed("numbers that JSON does not have, in outputs")
def not_a_number(notebook: Notebook) -> None:
    data = {"application/json": {"p95": float("nan"), "max": float("inf")}}
    for one in code_cells(notebook):
        one["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": data}]


@unnoticed("ten megabytes of outputs")
def huge_outputs(notebook: Notebook) -> None:
    cell(notebook, "essayer-latence")["outputs"] = [printed("bonjour " * 130_000) for _ in range(10)]


@loses("thirty megabytes of outputs", "Mo")
def oversized(notebook: Notebook) -> None:
    cell(notebook, "essayer-latence")["outputs"] = [printed("bonjour " * 130_000) for _ in range(30)]


@unnoticed("images attached to the text")
def attachments(notebook: Notebook) -> None:
    image = {"image/png": "iVBORw0KGgo="}
    new = {**text("![capture](attachment:capture.png)"), "attachments": {"capture.png": image}}
    notebook["cells"].insert(4, new)


@unnoticed("fields that no format knows")
def unknown_fields(notebook: Notebook) -> None:
    notebook |= {"version": "2.1", "signature": "sha256:0"}
    for one in notebook["cells"]:
        one |= {"prompt_number": 3, "collapsed": False, "language": "python", "key": "x"}


@keeps("cells that are no cells between the others")
def odd_cells(notebook: Notebook) -> None:
    notebook["cells"] += [None, "texte", [], {}, {"cell_type": "code"}, {"cell_type": 3, "source": 4}]


@loses("cut off in the middle", BROKEN)
def cut_off(notebook: Notebook) -> bytes:
    file = as_bytes(notebook)
    return file[: len(file) // 2]


@loses("a comma too many, from an edit by hand", BROKEN)
def extra_comma(notebook: Notebook) -> bytes:
    return as_bytes(notebook).replace(b'"nbformat": 4,', b'"nbformat": 4,,', 1)


@loses("an empty file", BROKEN)
def empty_file(_: Notebook) -> bytes:
    return b""


@loses("a script under the notebook's name", BROKEN)
def script(notebook: Notebook) -> bytes:
    return "\n\n".join(one["source"] for one in code_cells(notebook)).encode()


@loses("a web page under the notebook's name", BROKEN)
def web_page(_: Notebook) -> bytes:
    return b"<!DOCTYPE html>\n<html><body>Connectez-vous</body></html>"


@loses("compressed under the notebook's name", BROKEN)
def compressed(notebook: Notebook) -> bytes:
    return gzip.compress(as_bytes(notebook), mtime=0)


@loses("the list of cells alone", BROKEN)
def list_alone(notebook: Notebook) -> bytes:
    return json.dumps(notebook["cells"]).encode()
