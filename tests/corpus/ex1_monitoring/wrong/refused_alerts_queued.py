# mistake: keeps the refused alert in a waiting list and sends it again next turn as it was, without comparing anew: what has come back in the meantime is still reported
# question: changements
# says: telle quelle
# blind: 19.75
# like: right/procedural_with_statistics
# %% changements
class Monitor:
    """Surveille des services et n'alerte que lorsque quelque chose change."""

    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services = services
        self.webhook_url = webhook_url
        self.secret = secret
        self.timeout = timeout
        self.slow_ms = slow_ms
        self.history = []
        self.annonces = {}    # nom -> True si vu "down" au dernier tour
        self.attente_down = []        # ce que le destinataire n'a pas encore accepté
        self.attente_retablis = []

    def run_once(self):
        """Fait un tour, alerte s'il le faut et rend les résultats du tour."""
        resultats = check_all(self.services, self.timeout, self.slow_ms)

        nouveaux = self.attente_down
        retablis = self.attente_retablis
        i = 0
        while i < len(resultats):
            resultat = resultats[i]
            nom = resultat["name"]
            self.history.append(resultat)
            deja_annonce = self.annonces.get(nom, False)
            if resultat["status"] == "down":
                if not deja_annonce:
                    nouveaux.append(resultat)
                    self.annonces[nom] = True
            else:
                if deja_annonce:
                    retablis.append(nom)
                    self.annonces[nom] = False
            i = i + 1

        if len(nouveaux) == 0 and len(retablis) == 0:
            return resultats

        accepte = send_alert(self.webhook_url, nouveaux, self.secret, retablis)
        if accepte:
            self.attente_down = []
            self.attente_retablis = []
        return resultats
