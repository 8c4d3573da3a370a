"""The French of the course, as plain paragraphs: the lessons' prose, and the messages of the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

# What stands for a piece of code, or for a value, in a sentence.
CODE = "Martin"

_VALUE = "\0"  # until it is known whether it stands by itself or ends a word, as in « réussi{s} »

_FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_CELL_BREAK = re.compile(r"^\+\+\+.*$", re.MULTILINE)
_TAG = re.compile(r"</?[a-z][^>]*>")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_INLINE = re.compile(r"`[^`\n]*`")
_CODE = re.compile(r"\S*[\w)\]\"'][=({\[]\S*|\S*\w[._/]\w\S*|\S*/\S*|\S*\$\w+\S*")
_MARK = re.compile(r"^\s*(?:#+|[-*]|\d+\.|>)\s+")
_FRENCH = re.compile(
    r"[àâçéèêëîïôùûœ«»]|\b(?:les?|la|une?|des|du|est|pas|pour|avec|dans|qui|que)\b", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def of_markdown(text: str) -> Iterator[str]:
    """Yield the paragraphs, titles, list items and table cells of a Markdown text."""
    for pattern in (_FRONT_MATTER, _FENCE, _CELL_BREAK):
        text = pattern.sub("\n", text)
    for line in text.splitlines():
        if re.fullmatch(r"[\s|:-]*", line):
            continue
        cells = line.strip().strip("|").split("|") if line.lstrip().startswith("|") else [line]
        yield from filter(None, map(_plain, cells))


def of_python(source: str, *, docstrings: bool) -> Iterator[str]:
    """Yield the French texts of a program: its messages, and its docstrings where they are shown."""
    tree = ast.parse(source)
    hidden = set() if docstrings else {id(node) for node in _docstrings(tree)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else _VALUE for part in node.values)
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | hidden
        ):
            text = _PLACEHOLDER.sub(_VALUE, node.value)
        else:
            continue
        if is_sentence(text):
            yield _plain(text)


def of_file(path: Path) -> Iterator[str]:
    """Yield the French of one file; a file of checks shows its docstrings, as titles."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield from of_markdown(text)
    else:
        yield from of_python(text, docstrings=path.name.startswith("test_"))


def of_comments(text: str) -> Iterator[str]:
    """Yield the comments of the code cells of a Markdown text."""
    for cell in re.findall(r"^```\{code-cell\}.*?^```", text, re.DOTALL | re.MULTILINE):
        for comment in re.findall(r"(?:^|\s{2})# (\S.*)$", cell, re.MULTILINE):
            if is_sentence(comment):
                yield _plain(comment)


def is_sentence(text: str) -> bool:
    """Say whether a text of a program is French prose rather than a name, a pattern or English."""
    return text.count(" ") >= 2 and len(_FRENCH.findall(text)) >= 2 and "\\" not in text


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            yield node.body[0].value  # type: ignore[attr-defined,misc]


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", _TAG.sub("", _INLINE.sub(CODE, text)))
    text = re.sub(r"(?<=\w)\0+|\0+(?=[\w\0])", "", text).replace(_VALUE, CODE)
    text = _MARK.sub("", text).replace("**", "").replace("*", "")
    return " ".join(_CODE.sub(CODE, text).split())
