"""Columns that try to pass: personal data and sensitive traits under an innocent name, or as an
analyst would never expect them; and ordinary columns that only look like them.

The names of persons are made of common first names and surnames; the numbers only pass their check.
"""

import json
from pathlib import Path

import duckdb
import pandas as pd
import pyreadstat
import pytest

from pipelines import privacy
from pipelines.contracts import contract
from pipelines.faults import FileRefusedError
from pipelines.sources.table import TextTable
from pipelines.sql import run
from tests.unit.pipelines.table_files import incidents, parquet, xlsx
from tests.unit.pipelines.workspace_maker import built, csv_text, gemeente_text, write_workspace

NAMES = ["Jan de Vries", "Fatima Yilmaz", "P. Bakker", "Anna van den Berg", "Mohammed El Idrissi"]

# name of the column, its values
DISGUISED: list[tuple[str, list[str]]] = [
    # citizen service numbers, in the ways people write them
    ("veld1", ["111222333", "123456782", "987654329"]),
    ("code_a", ["1112.22.333", "1234.56.782"]),
    ("ref", ["111 222 333", "123 456 782"]),
    ("opm1", ["nr 123456782 bekend bij team", "zie 111222333"]),
    ("sleutel", ["BSN 123456782"]),
    ("dossiersleutel", ["sofi: 111222333"]),
    ("x1", ["12345672", "12345672"]),
    # telephone numbers
    ("contact1", ["0612345678", "06-87654321"]),
    ("bereikbaar", ["+31 6 12 34 56 78"]),
    ("kanaal", ["(0592) 123456"]),
    ("opm2", ["terugbellen op 06 1234 5678 na vijf"]),
    ("buitenland", ["+49 30 901820", "+32 2 555 12 12"]),
    ("lijn", ["0031 20 123 45 67"]),
    # mail and accounts
    ("melding_via", ["jan.devries@voorbeeld.nl"]),
    ("kanaal2", ["fatima.y at voorbeeld punt nl"]),
    ("bron_url", ["https://www.facebook.com/jan.devries"]),
    ("tag", ["@jandevries", "@wijkbewoner"]),
    ("profiel", ["insta: wijkbewoner_22"]),
    ("kanaal3", ["https://t.me/bewoner"]),
    # bank accounts
    ("betaling", ["NL91ABNA0417164300"]),
    ("kenmerk_betaling", ["NL91 ABNA 0417 1643 00"]),
    ("ref2", ["BE71096123456769"]),
    ("ref3", ["DE89370400440532013000"]),
    # number plates
    ("voertuig", ["12-ABC-3", "AB-123-C"]),
    ("object", ["XX-99-XX"]),
    ("waargenomen", ["99-ZTV-9 zwarte auto"]),
    ("auto", ["K-123-BB"]),
    ("kar", ["GB-001-B", "HV-123-X"]),
    # addresses and postcodes
    ("plek", ["Kerkstraat 12", "Dorpsweg 3a"]),
    ("locatie2", ["1234 AB 12"]),
    ("pc", ["1234AB", "9401 CD"]),
    ("waar", ["9401AB-15"]),
    ("opm3", ["woont op nummer 14", "huisnummer 12 a"]),
    ("punt", ["Lange Voorhout 34a, Den Haag", "Molenstraat 8"]),
    # dates of birth
    ("datum2", ["12-03-1985", "03-11-1972"]),
    ("d", ["1985-03-12"]),
    ("dag", ["19850312", "19721103"]),
    ("jaarmaand", ["geb. 12-3-1985"]),
    ("opm4", ["geboren 3 mei 1991"]),
    ("opm5", ["12 mei 1984", "3 januari 1979"]),
    # names
    ("wie", NAMES),
    ("betrokkene", NAMES),
    ("kolom7", ["de Vries, Jan", "Yilmaz, Fatima", "Bakker, Piet"]),
    ("via", ["dhr. Bakker", "mevr. Yilmaz"]),
    ("afz", ["J. de Vries", "F. Yilmaz"]),
    ("opm6", ["Jan de Vries belde weer", "gesproken met Fatima Yilmaz"]),
    ("eigenaar", ["fam. Jansen", "familie Bakker"]),
    ("teamlid", ["Ahmed", "Sanne", "Mohammed", "Fatima"]),
    # one person described
    ("opm7", ["de 15-jarige jongen van het hoekhuis"]),
    ("omschrijving2", ["haar zoon van 12 jaar"]),
    # origin, religion, politics
    ("groep", ["Marokkaans", "Turks", "Nederlands"]),
    ("segment", ["moslim", "christelijk", "hindoe"]),
    ("cluster", ["PVV", "VVD", "DENK"]),
    ("kenmerk4", ["Marokkaanse jongeren", "Turkse jongeren"]),
    ("code_land", ["Syrisch", "Eritrees"]),
    ("type2", ["niet-westers", "westers"]),
    # health and orientation
    ("status2", ["depressie", "autisme"]),
    ("toelichting_kort", ["LVB", "ADHD"]),
    ("bijz", ["verslaafd", "dementie"]),
    ("kenmerk5", ["homoseksueel", "biseksueel"]),
    # names of columns that say it in another way
    ("BurgerServiceNr", ["a"]),
    ("tel_nr_melder", ["a"]),
    ("Achternaam_afgekort", ["a"]),
    ("geb_dat", ["a"]),
    ("e-mailadres melder", ["a"]),
    ("Medicatie", ["a"]),
    ("seksuele gerichtheid", ["a"]),
    ("zorgindicatie", ["a"]),
    ("diagnose_code", ["a"]),
    ("reporter.phone", ["a"]),
    ("geloofsgemeenschap", ["a"]),
    ("land_van_herkomst_ouders", ["a"]),
]

# name of the column, its values: nothing here is about a person
ORDINARY: list[tuple[str, list[str]]] = [
    ("wijk", ["Kloosterveen", "Marsdijk", "Noorderpark", "Centrum"]),
    ("buurt", ["Oude Molenbuurt", "Lariks-West", "De Lariks", "Baggelhuizen"]),
    ("stadsdeel", ["Escamp", "Loosduinen", "Laak"]),
    ("woonplaats", ["Assen", "Loon", "Zeijerveen"]),
    ("categorie_tekst", ["Geluidsoverlast", "Zwerfvuil", "Vernieling"]),
    ("subcategorie", ["Straatverlichting", "Onderhoud stoep, straat en fietspad"]),
    ("status_tekst", ["Gemeld", "In behandeling", "Afgehandeld"]),
    ("afdeling", ["Beheer Reiniging (RE)", "Buitendienst Reiniging (BRe)"]),
    ("team", ["Team Noord", "Gebiedsteam Zuid 2"]),
    ("bron_systeem", ["Signalen", "Fixi", "telefoon", "balie"]),
    ("prioriteit", ["normaal", "hoog", "laag"]),
    ("doorlooptijd", ["3 dagen", "12 werkdagen"]),
    ("zaaktype", ["MOR-2026", "APV-12", "B1234"]),
    ("zaaknummer", ["2026-001234", "2026-009981"]),
    ("uuid", ["cfa97730-902a-44fe-bd98-21ac2675b938", "0b8cc7e2-11a5-4f0e-9c9b-6b0f4a3c2d11"]),
    ("hash", ["ac466680dfa0c383", "66eb1cd497b7f7d7"]),
    ("tijdstip", ["2026-08-01T05:40:59.700799+00:00", "2026-07-31T19:40:11+02:00"]),
    ("dag_melding", ["01-08-2026", "31-07-2026"]),
    ("kwartaal", ["2026-Q1", "2026 K2"]),
    ("week", ["2026-W31", "week 12"]),
    ("periode", ["2025MM01", "2025JJ00"]),
    ("dagdeel", ["ochtend", "avond", "nacht"]),
    ("weekdag", ["maandag", "zondag"]),
    ("maand", ["januari", "mei", "augustus"]),
    ("x", ["233456.12", "234001.5"]),
    ("coordinaat", ["52.99787229, 6.50590221", "52.972, 6.568"]),
    ("geometrie_wkt", ["POINT (233456 556789)", "POLYGON ((0 0, 1 0, 1 1, 0 0))"]),
    ("rd", ["X 233456 Y 556789"]),
    ("lengte_m", ["12,5", "8,75"]),
    ("bedrag_euro", ["€ 1.234,50", "€ 12,00"]),
    ("aandeel", ["12,5 %", "64,3%"]),
    ("aantal_tekst", ["tussen 10 en 20", "meer dan 50"]),
    ("leeftijdsgroep_respondenten", ["18-24 jaar", "65 jaar en ouder"]),
    ("schaal", ["helemaal mee eens", "mee eens", "neutraal"]),
    ("antwoord", ["vaak", "soms", "zelden of nooit"]),
    ("vraagtekst", ["Voelt u zich thuis in de buurt?", "Durft u elkaar aan te spreken?"]),
    ("thema", ["Sociale cohesie", "Veiligheid", "Leefbaarheid"]),
    ("indicator", ["Schaalscore sociale cohesie", "% voelt zich wel eens onveilig"]),
    ("toelichting_bron", ["CBS, Kerncijfers wijken en buurten 2024", "Politie, 47022NED"]),
    ("licentie", ["CC BY 4.0", "CC0"]),
    ("versie", ["v1.2.3", "2026.08"]),
    ("bestand", ["meldingen_01.csv", "export-2026-08.xlsx"]),
    ("url", ["https://data.politie.nl/", "https://www.cbs.nl/nl-nl/cijfers/detail/85984NED"]),
    ("school", ["OBS De Vuurvogel", "Basisschool De Heihorst"]),
    ("locatie_soort", ["park", "winkelcentrum", "station"]),
    ("object_soort", ["lantaarnpaal", "bankje", "container"]),
    ("objectcode", ["LP-00123", "BNK-0042", "CT 1204"]),
    ("weg", ["A28", "N33", "N371"]),
    ("hectometer", ["A28 hmp 182,3", "N33 hmp 12.1"]),
    ("kaartblad", ["12E", "17B"]),
    ("postcode4_gebied", ["9401", "9405"]),
    ("rasterc", ["E2334N5567", "E2335N5568"]),
    ("ploeg", ["ploeg 1", "ploeg 2"]),
    ("rol", ["jongerenwerker", "wijkagent", "boa"]),
    ("organisatie", ["Vaart Welzijn", "Actium", "GGD Drenthe", "Politie Noord-Nederland"]),
    ("corporatie", ["Woonconcept", "Actium"]),
    ("evenement", ["TT Assen", "Koningsdag", "avondvierdaagse"]),
    ("weer", ["regen, 12 graden", "droog"]),
    ("delict", ["Vernieling of zaakbeschadiging", "Openlijk geweld (persoon)"]),
    ("delictcode", ["1.4.3", "2.2.1", "3.7.1"]),
    ("wetsartikel", ["art. 141 Sr", "APV 2:47"]),
    ("maatregel", ["extra toezicht", "gesprek in de buurt"]),
    ("opmerking_kort", ["geen bijzonderheden", "terugkerend", "dubbel gemeld"]),
    ("bereik", ["0-100", "100-200"]),
    ("merk_container", ["Type B 240 liter", "Type A 140 liter"]),
    ("kleur", ["rood", "groen", "zwart"]),
    ("taal", ["nl", "en"]),
]


def guard(column: str, values: list[str], kind: str = "incidents") -> str | None:
    """What the guards say of one column of a file; None when they let it pass."""
    connection = duckdb.connect()
    run(connection, "10_incoming/guards")
    cells = [[values[n % len(values)]] for n in range(40)]
    TextTable((column,), list(range(2, 42)), cells).register(connection)
    try:
        privacy.check_column_names((column,))
        privacy.check_values(connection, (column,), contract().kinds[kind], {}, 40)
    except FileRefusedError as refusal:
        assert refusal.column == column
        return refusal.reason
    finally:
        connection.close()
    return None


def test_the_sets_are_as_large_as_they_should_be() -> None:
    assert len({name for name, _ in DISGUISED}) == len(DISGUISED) >= 60
    assert len({name for name, _ in ORDINARY}) == len(ORDINARY) >= 60


@pytest.mark.parametrize(("column", "values"), DISGUISED)
def test_no_disguised_column_passes(column: str, values: list[str]) -> None:
    assert guard(column, values) is not None


def test_ordinary_columns_raise_at_most_three_alarms() -> None:
    alarms = {column: reason for column, values in ORDINARY if (reason := guard(column, values))}
    assert len(alarms) <= 3, alarms


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "json", "sav"])
@pytest.mark.parametrize("is_mapped", [False, True])
def test_every_kind_of_file_is_guarded_before_anything_is_kept(
    tmp_path: Path, form: str, is_mapped: bool
) -> None:
    name = f"{'export' if is_mapped else 'incidents-2'}.{form}"
    header, rows = incidents(20, opmerking=NAMES)
    table = pd.DataFrame(rows, columns=header)
    if is_mapped:
        table = table.rename(columns={"incident_id": "nummer", "occurred_at": "wanneer"})
    mapping = {
        "file": name, "as": "incidents",
        "columns": {"incident_id": "nummer", "occurred_at": "wanneer"},
    }  # fmt: skip
    sources = [mapping] if is_mapped else []
    folder = write_workspace(
        tmp_path / "ws", files={"gemeente.yaml": gemeente_text(sources=sources)}
    )
    columns = list(table.columns)
    if form == "sav":
        pyreadstat.write_sav(table, str(folder / name))
    elif form == "json":
        (folder / name).write_text(json.dumps(table.to_dict("records")), encoding="utf-8")
    else:
        make = {"csv": csv_text, "xlsx": xlsx, "parquet": parquet}[form]
        content = make(columns, table.values.tolist())
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    answer = built(folder)
    assert f"{name}: Kolom opmerking lijkt over personen te gaan" in answer.text
    kept = [path for path in (folder / "warehouse").rglob("*") if path.is_file()]
    assert kept and not any(b"Yilmaz" in path.read_bytes() for path in kept)
