"""Ce fichier ne doit jamais être lu : il porte le nom d'une bibliothèque."""

raise ImportError("requests.py du dossier rendu a été importé")
