"""Typical mistakes in the answers of the welcome page, and what the checks say of them."""

MISTAKES = [
    (
        "premier-essai",
        'return "succès"',
        'print("succès")\n        return None',
        "print affiche, return renvoie",
    ),
    ("premier-essai", "<", "<=", "écrivez < et non <="),
    ("premier-essai", "< 400", "== 200", "et non le seul 200"),
    ("premier-essai", "<", ">", "ne sépare pas les codes"),
]
