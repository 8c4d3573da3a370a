"""Reading a source: MyST text through jupytext, its mistakes told in French."""

import re

import jupytext
from jupytext.myst import MystMetadataParsingError
from nbformat import NotebookNode, ValidationError
from yaml import YAMLError

from grader.errors import UserError
from grader.release.sources import Source

_FORM = 'écrivez des lignes « :clé: valeur » sous ```{code-cell}, ou « +++ {"id": "nom"} » avant un texte'


def read(source: Source) -> NotebookNode:
    """Return the source as a notebook, answers included."""
    text = source.path.read_text(encoding="utf-8")  # universal newlines: a clone with CRLF reads the same
    try:
        return jupytext.reads(text, fmt="md:myst")
    except (MystMetadataParsingError, YAMLError, ValidationError) as error:
        raise UserError(f"{source.shown}, {_place(error)} n'est pas du YAML valide : {_FORM}.") from error


def _place(error: Exception) -> str:
    found = re.search(r"cell \d+ at line (\d+)", str(error))
    return (
        f"ligne {found[1]} : l'en-tête de la cellule" if found else "un en-tête (du fichier ou d'une cellule)"
    )
