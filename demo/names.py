"""Made-up, neutral names: landscape, plants, animals, crafts. None is a gemeente."""

import re

TOWN = "Voorbeeldstad"

CENTRE = [
    "Marktkwartier",
    "Oude Haven",
    "Torenhoek",
    "Kadekwartier",
    "Waagbuurt",
    "Lijnbaan",
]
TOWN_WIJKEN = [
    "Waterkant",
    "Molenveld",
    "Weversdreef",
    "Lindenhof",
    "Kuiperskamp",
    "Rietoever",
    "Wilgenpark",
    "Zandakker",
    "Touwslagershoek",
    "Esdoornveld",
    "Hofdijk",
    "Reigersbos",
    "Steenovenpark",
    "Klaverkamp",
    "Zwaluwhof",
    "Berkendreef",
    "Sluiskwartier",
    "Papaverveld",
]
VILLAGES = ["Ottershoek", "Kievitswaard"]

# More than the hand-made list needs (up to 200 wijken): every first part with every second part.
_FIRST = [
    "Brem",
    "Duin",
    "Egel",
    "Hazel",
    "Iepen",
    "Kamille",
    "Lijster",
    "Mees",
    "Narcis",
    "Populier",
    "Roer",
    "Smeden",
    "Specht",
    "Tarwe",
    "Varen",
    "Vlier",
]
_SECOND = [
    "akker",
    "bosch",
    "dreef",
    "gaarde",
    "hof",
    "kamp",
    "kant",
    "laar",
    "oever",
    "pad",
    "tuin",
    "veld",
]


def wijk_names(count: int, centre: int, villages: int) -> list[str]:
    """Return `count` different names: centre first, villages last."""
    pool = CENTRE[centre:] + [first + second for second in _SECOND for first in _FIRST]
    middle = count - centre - villages
    town = (TOWN_WIJKEN + pool)[:middle]
    return CENTRE[:centre] + town + VILLAGES[len(VILLAGES) - villages :]


_COMPASS = ["Oost", "Noordoost", "Noord", "Noordwest", "West", "Zuidwest", "Zuid", "Zuidoost"]


def buurt_names(wijk: str, angles: list[float]) -> list[str]:
    """Names like "Molenveld Noord", from the direction of each buurt (radians, 0 = east)."""
    if len(angles) == 1:
        return [wijk]
    names: list[str] = []
    for angle in angles:
        side = _COMPASS[round(angle / 0.785398) % 8]
        name = f"{wijk} {side}"
        number = 2
        while name in names:
            name = f"{wijk} {side} {number}"
            number += 1
        names.append(name)
    return names


def slug(name: str) -> str:
    """`Oude Haven` -> `oude-haven`, for reporter roles."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
