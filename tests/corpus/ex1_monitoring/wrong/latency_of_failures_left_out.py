# mistake: leaves out of the median and the 95th centile every measurement that is down, even a 503 that has a latency
# question: bilan
# says: même « down »
# blind: 19.75
# like: right/procedural_with_statistics
# %% bilan
import math
import statistics

import pandas as pd


def centile(valeurs, part):
    """Centile avec interpolation linéaire ; NaN si la liste est vide."""
    if len(valeurs) == 0:
        return math.nan
    triees = sorted(valeurs)
    position = (len(triees) - 1) * part
    bas = math.floor(position)
    if bas + 1 >= len(triees):
        return float(triees[-1])
    fraction = position - bas
    return triees[bas] + (triees[bas + 1] - triees[bas]) * fraction


def summarize(history):
    """Rend la disponibilité, la médiane et le 95e centile des latences de chaque service."""
    total = {}
    debout = {}
    latences = {}
    i = 0
    while i < len(history):
        mesure = history[i]
        nom = mesure["name"]
        if nom not in total:
            total[nom] = 0
            debout[nom] = 0
            latences[nom] = []
        total[nom] = total[nom] + 1
        if mesure["status"] != "down":
            debout[nom] = debout[nom] + 1
            if mesure["latency_ms"] is not None:
                latences[nom].append(mesure["latency_ms"])
        i = i + 1

    noms = list(total)
    disponibilites = []
    medianes = []
    centiles = []
    i = 0
    while i < len(noms):
        nom = noms[i]
        disponibilites.append(debout[nom] / total[nom])
        if len(latences[nom]) == 0:
            medianes.append(math.nan)
        else:
            medianes.append(statistics.median(latences[nom]))
        centiles.append(centile(latences[nom], 0.95))
        i = i + 1

    colonnes = {}
    colonnes["availability"] = disponibilites
    colonnes["median_ms"] = medianes
    colonnes["p95_ms"] = centiles
    return pd.DataFrame(colonnes, index=noms, dtype=float)
