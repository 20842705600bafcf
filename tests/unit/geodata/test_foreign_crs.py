"""A map does not decide what this computer calls."""

import pytest

from geodata.foreign_crs import check_geojson

REST = '"type":"FeatureCollection","features":[]'
NAMED = '"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},'
LINK = '"type":"link","properties":{"href":"http://127.0.0.1:1/x"}'


@pytest.mark.parametrize("start", ["", NAMED, NAMED.replace(":", " : "), '"crs":null,'])
def test_an_ordinary_map_passes(tmp_path, start):
    file = tmp_path / "areas.geojson"
    file.write_text("{" + start + REST + "}")
    check_geojson(file)


@pytest.mark.parametrize(
    "crs",
    [
        f'"crs":{{{LINK}}},',
        f'"\\u0063rs":{{{LINK}}},',
        f'"crs":{{"properties":{{}},{LINK}}},',
        f'"crs":{{"type":"name",{LINK}}},',
        f'{NAMED}"crs":{{{LINK}}},',
        f'"a":[{{"crs":{{{LINK.replace("link", "URL")}}}}}],',
        '"crs":{},',
    ],
)
def test_a_map_that_names_an_address_is_refused(tmp_path, crs):
    file = tmp_path / "areas.geojson"
    file.write_text("{" + crs + REST + "}")
    with pytest.raises(ValueError):
        check_geojson(file)
