"""Typer in French: what its help says about itself, and what it says of a wrong command line."""

import re

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

HELP = "Afficher cette aide."
HINT = "tapez « grader --help » pour voir ce qui existe."

_FRENCH = [
    (r"No such option: (\S+)", "Option inconnue « {} » : "),
    (r"No such command '(.*)'", "Commande inconnue « {} » : "),
    (r"Missing argument '(.*)'", "Il manque l'argument « {} » : "),
    (r"Option '(.*)' requires", "Il manque une valeur après « {} » : "),
    (r"Invalid value for '(.*?)'", "Valeur refusée pour « {} » : "),
    (r"unexpected extra argument\S* \((.*)\)", "Argument en trop « {} » : "),
]


class FrenchCommand(TyperCommand):
    """A command whose --help is described in French."""

    def get_help_option(self, ctx):  # type: ignore[no-untyped-def]
        return _in_french(super().get_help_option(ctx))


class FrenchGroup(TyperGroup):
    """A group of commands whose --help is described in French."""

    def get_help_option(self, ctx):  # type: ignore[no-untyped-def]
        return _in_french(super().get_help_option(ctx))


def _in_french(option):  # type: ignore[no-untyped-def]
    if option is not None:
        option.help = HELP
    return option


def explain(error: TyperException) -> str:
    """Return the French sentence for a command line that Typer refused."""
    message = error.format_message()
    for pattern, french in _FRENCH:
        if found := re.search(pattern, message):
            return french.format(found[1]) + HINT
    return f"Commande refusée ({message}) : {HINT}"
