"""Python's own errors that beginners meet most, said in French."""

import re

_SIGNATURE = "La fonction {0} n'a pas la signature de l'énoncé"
_CALL = r"(?:.*\.)?(\w+)\(\) "

# What the check's own call of the student's function met.
_CALLED = (
    (_CALL + r"got an unexpected keyword argument '(\w+)'", _SIGNATURE + " : il manque « {1} »."),
    (_CALL + r"missing \d+ required .*?argument", _SIGNATURE + " : elle exige trop d'arguments."),
    (_CALL + r"takes .*? positional arguments? but", _SIGNATURE + " : elle en accepte trop peu."),
)
# What happened inside.
_INSIDE = (
    (_CALL + r"(?:got an unexpected|missing|takes)", "Un appel de {0}() n'a pas les bons arguments."),
    (
        r"module 'requests' has no attribute '(\w+)'",
        "requests n'a pas de « {0} » : est-ce le bon nom ? Ses exceptions sont dans requests.exceptions.",
    ),
    (r"module '(\S+)' has no attribute '(\w+)'", "Le module {0} n'a pas de « {1} » : est-ce le bon nom ?"),
    (r"name '(\w+)' is not defined", "« {0} » n'est défini nulle part : faute de frappe, ou import oublié ?"),
    (
        r"'NoneType' object ",
        "Une valeur est None là où votre code en attend une autre : un return oublié, un champ absent ?",
    ),
)


def explained(text: str, *, inside: bool) -> str:
    """Return a French sentence for the message of a Python error, "" where there is none.

    Args:
        text: the message.
        inside: whether the student's code was running, rather than being called.
    """
    for pattern, sentence in _INSIDE if inside else (*_CALLED, *_INSIDE):
        if found := re.match(pattern, text):
            return sentence.format(*found.groups())
    return ""
