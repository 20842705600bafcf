"""offer.csv: what organisations offer in the wijken; kinds of offer, never names of people."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from demo.geography import Town
from demo.settings import Settings

# (title, kind of the catalogue, target group, share of the wijken; 0 is the whole gemeente)
_KINDS = [
    ("Taalcafé in de bibliotheek", "taalmaatje", "nieuwe-bewoners", 0.3),
    ("Taalmaatjes van het taalhuis", "taalmaatje", "nieuwe-bewoners", 0.2),
    ("Wijkhuiskamer", "koffiemoment", "alle-bewoners", 0.5),
    ("Koffie voor ouderen", "koffiemoment", "ouderen", 0.3),
    ("Buurtmoestuin", "buurttuin", "omwonenden", 0.25),
    ("Samen de straat schoon", "samen-schoon-heel-veilig", "alle-bewoners", 0.3),
    ("Sport op het plein", "gemengd-sporten", "jongeren", 0.4),
    ("Jongerenwerk op straat", "jongerenwerk-perspectief", "jongeren", 0.5),
    ("Vreedzame scholen en wijk", "vreedzame-wijk", "kinderen", 0.2),
    ("Maatjes voor nieuwe bewoners", "maatjesproject", "nieuwe-bewoners", 0.25),
    ("Huismeester in de flat", "vast-gezicht-in-het-gebouw", "omwonenden", 0.3),
    ("Bemiddeling tussen buren", "buurtbemiddeling", "omwonenden", 0.0),
    ("Meldpunt discriminatie", "melden-discriminatie-adv", "getroffenen", 0.0),
    ("Netwerk van sleutelfiguren", "sleutelfigurennetwerk", "vrijwilligers", 0.25),
    ("Inloopspreekuur", "anders", "", 0.4),
]


def offer_rows(settings: Settings, town: Town) -> pd.DataFrame:
    """Text columns of offer.csv, one row per offer, in a fixed order."""
    rng = settings.rng("offer")
    rows = []
    for title, kind, group, share in _KINDS:
        count = int(round(share * settings.wijken)) if share else 0
        chosen = sorted(rng.choice(settings.wijken, size=max(1, count), replace=False))
        wijken = " ".join(town.wijkcodes[int(wijk)] for wijk in chosen) if share else ""
        begun = settings.first_monday + timedelta(weeks=int(rng.integers(settings.weeks)))
        rows.append((title, kind, wijken, group, begun.isoformat(), _until(rng, settings.until)))
    columns = ["title", "kind", "wijken", "target_group", "from", "until"]
    return pd.DataFrame(rows, columns=columns)


def _until(rng: np.random.Generator, end: date) -> str:
    """One in five offers has an end in sight; the others go on."""
    ends = rng.random() < 0.2
    return (end + timedelta(weeks=int(rng.integers(4, 60)))).isoformat() if ends else ""
