"""Vérifications de la page d'accueil."""

from grader.checks import choice, question, right, wrong
from grader.checks.diagnosis import named

choice(
    "ordre",
    "Vous rouvrez ce notebook demain matin. Par quelle cellule commencer ?",
    [
        wrong(
            "Celle où vous vous étiez arrêté.",
            "Non : le noyau redémarré a tout oublié, même `check`. Ce qui s'affiche encore date d'hier.",
        ),
        right(
            "La première, celle qui appelle `start(…)`.",
            "Oui : elle prépare tout. Exécutez ensuite celles dont vous avez besoin.",
        ),
        wrong(
            "Aucune : les résultats affichés suffisent.",
            "Non : ce n'est plus que du texte. Les noms que ces cellules définissaient ont disparu.",
        ),
    ],
)

premier_essai = question(
    "premier-essai",
    hints=[
        "Comparez status à 400 avec if, puis renvoyez un texte avec return.",
        'if status < 400: return "succès" ; sinon, return "échec".',
    ],
)
REVERSED = "Votre test ne sépare pas les codes comme il le devrait : « succès » va avec status < 400."
PRINTED = "Votre fonction ne renvoie rien : print affiche, return renvoie."


@premier_essai
def test_success(student):
    """200 est un succès"""
    said = student.describe(200)
    assert said == "succès", named(said, "200 est inférieur à 400.", (None, PRINTED), ("échec", REVERSED))


@premier_essai
def test_redirection(student):
    """304 aussi"""
    said = student.describe(304)
    only = "Tout code inférieur à 400 est un succès, et non le seul 200."
    assert said == "succès", named(said, "304 est inférieur à 400.", (None, PRINTED), ("échec", only))


@premier_essai
def test_failure(student):
    """404 est un échec"""
    said = student.describe(404)
    assert said == "échec", named(
        said, "404 n'est pas inférieur à 400.", (None, PRINTED), ("succès", REVERSED)
    )


@premier_essai
def test_limit(student):
    """400 aussi"""
    said = student.describe(400)
    limit = "400 n'est pas inférieur à 400 : écrivez < et non <=."
    assert said == "échec", named(said, "400 n'est pas inférieur à 400.", (None, PRINTED), ("succès", limit))
