"""The users that api.example.com starts with; two people have two accounts, which lesson 02 finds."""

FIRST_ID = 101

# Name, local part of the e-mail address, active.
PEOPLE = (
    ("Chloé Lefèvre", "chloe.lefevre", True),
    ("Mathieu Dubois", "mathieu.dubois", True),
    ("Inès Benali", "ines.benali", True),
    ("François Girard", "francois.girard", False),
    ("Zoé Marchand", "zoe.marchand", True),
    ("Théo Rousseau", "theo.rousseau", True),
    ("Aïcha Diallo", "aicha.diallo", True),
    ("Hugo Lambert", "hugo.lambert", False),
    ("Élodie Fontaine", "elodie.fontaine", True),
    ("Nicolas Perrin", "nicolas.perrin", True),
    ("Maëlle Le Gall", "maelle.legall", True),
    ("Jérôme Chevalier", "jerome.chevalier", True),
    ("Nadia Haddad", "nadia.haddad", False),
    ("Rémi Gauthier", "remi.gauthier", True),
    ("Camille Noël", "camille.noel", True),
    ("Mathieu Dubois", "m.dubois", True),
    ("Hélène Bertrand", "helene.bertrand", True),
    ("Sébastien Morel", "sebastien.morel", False),
    ("Léa Garnier", "lea.garnier", True),
    ("Olivier Faure", "olivier.faure", True),
    ("Hélène Bertrand", "h.bertrand", True),
    ("Cédric Muller", "cedric.muller", True),
    ("Jean Dupont", "jean.dupont", True),
    ("Margaux Leroy", "margaux.leroy", False),
    ("Benoît Caron", "benoit.caron", True),
)
