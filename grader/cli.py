"""The `grader` command: each subcommand imports what it needs only when it runs, so help is instant."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from grader import machine
from grader.errors import UserError
from grader.paths import use_own_programs
from grader.typography import spell_out, typeset
from grader.usage import FrenchCommand, FrenchGroup, explain

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="NOM...", help="Leçons ou exercices concernés ; tous par défaut."),
]
SUBMITTED = Path("submitted")  # nbgrader's name for it

app = typer.Typer(
    name="grader",
    cls=FrenchGroup,
    help="Outils du cours « APIs REST avec requests ».",
    add_completion=False,
    pretty_exceptions_enable=False,
)
_command = partial(app.command, cls=FrenchCommand, rich_help_panel="Commandes")


@_command()
def release(
    names: Names = None,
    check: Annotated[
        bool, typer.Option("--check", help="Ne rien écrire : nommer les fichiers à régénérer.")
    ] = False,
) -> int:
    """Produire les notebooks des stagiaires (notebooks/) à partir des sources (solutions/)."""
    from grader.release.command import check_command, release_command

    return check_command(names) if check else release_command(names)


@_command()
def record(names: Names = None) -> int:
    """Réenregistrer les réponses HTTP (cassettes/) en exécutant les sources face aux vrais services."""
    from grader.paths import cassettes
    from grader.recording import record as record_one

    for name in names or sorted(path.stem for path in cassettes().glob("*.yaml")):
        print(typeset(f"cassettes/{record_one(name).name} : enregistrée"))
    return 0


@_command()
def grade(
    submitted: Annotated[
        Path, typer.Argument(metavar="DOSSIER", help="Dossier des copies rendues.")
    ] = SUBMITTED,
    assignment: Annotated[
        str | None, typer.Option(metavar="NOM", help="Ne corriger que cet exercice.")
    ] = None,
    student: Annotated[str | None, typer.Option(metavar="NOM", help="Ne corriger que ce stagiaire.")] = None,
    jobs: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Copies corrigées en parallèle ; une par cœur par défaut."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FICHIER", help="Écrire aussi les résultats en JSON.")
    ] = None,
    no_sandbox: Annotated[
        bool,
        typer.Option("--no-sandbox", help="Corriger sans bac à sable : le code des copies n'est plus isolé."),
    ] = False,
) -> int:
    """Corriger les copies rendues et inscrire les notes dans le carnet de nbgrader."""
    from grader.marking.command import grade as grade_class

    return grade_class(submitted, assignment, student, jobs, json_file, sandbox=not no_sandbox)


@_command()
def demo() -> int:
    """Corriger la classe d'exemple fournie avec le cours et afficher ses notes."""
    from grader.marking.demo import main as run_demo

    return run_demo()


@_command()
def lab(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DOSSIER", help="Dossier à ouvrir ; notebooks/ par défaut.")
    ] = None,
    port: Annotated[
        int, typer.Option(metavar="N", min=1, max=65535, help="Port d'écoute ; le suivant s'il est pris.")
    ] = 8888,
) -> int:
    """Ouvrir JupyterLab avec les réglages du cours."""
    from grader.jupyter import start
    from grader.paths import notebooks

    start(folder or notebooks(), port)
    return 0


@_command()
def doctor() -> int:
    """Dire ce qui manque à cette machine, et comment l'obtenir."""
    from grader.doctor import main as run_doctor

    return run_doctor()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 2 when the user asked for something impossible.

    Args:
        arguments: if None, those of the command line, in a process of the course's own.
    """
    if arguments is None:
        machine.start_again()
        machine.settle()
        spell_out(sys.stdout, sys.stderr)
        arguments = sys.argv[1:]
    use_own_programs()
    try:
        return app(args=arguments or ["--help"], prog_name="grader", standalone_mode=False) or 0
    except TyperException as error:
        return _refuse(explain(error))
    except UserError as error:
        return _refuse(str(error))


def _refuse(sentence: str) -> int:
    print(typeset(sentence), file=sys.stderr)
    return 2
