from hypothesis import given, settings
from hypothesis import strategies as st

from modules.web.layout import Box, arrange
from modules.web.paths import neighbourhood, path_between

LINKS = (("serpolet", "azuré"), ("fourmi", "azuré"), ("azuré", "merle"), ("merle", "épervier"))


def boxes(levels, band=0):
    return tuple(Box(name, 60, 40, band, level) for name, level in levels.items())


def test_higher_levels_stand_higher():
    sheet = arrange(boxes({"serpolet": 1, "azuré": 2, "merle": 3, "épervier": 4}), LINKS, width=300)
    rows = [sheet.places[name].y for name in ("serpolet", "azuré", "merle", "épervier")]
    assert rows == sorted(rows, reverse=True)


def test_a_node_without_a_milieu_stands_among_its_neighbours():
    found = (Box("a", 60, 40, 0, 1), Box("b", 60, 40, 2, 1), Box("c", 60, 40, None, 2), Box("d", 60, 40, 2, 1))
    sheet = arrange(found, (("a", "c"), ("b", "c"), ("d", "c")), width=900)
    strip = next(strip for strip in sheet.strips if strip.band == 2)
    assert strip.x < sheet.places["c"].x < strip.x + strip.width


def test_bands_go_one_under_the_other_on_a_narrow_sheet():
    found = (*boxes({"a": 1, "b": 2}, band=0), Box("c", 60, 40, 4, 1))
    sheet = arrange(found, (), width=320, stacked=True)
    assert [strip.band for strip in sheet.strips] == [0, 4]
    assert sheet.places["c"].y > max(sheet.places["a"].y, sheet.places["b"].y)


def test_webs_of_no_node_and_of_one_have_a_sheet():
    assert arrange((), (), width=500).places == {}
    sheet = arrange(boxes({"loutre": None}), (("loutre", "loutre"),), width=500)
    assert 0 < sheet.places["loutre"].x < sheet.width
    assert 0 < sheet.places["loutre"].y < sheet.height


sizes = st.tuples(st.floats(20, 130), st.floats(20, 90))


@settings(deadline=None, max_examples=40)
@given(st.data(), st.integers(0, 30), st.booleans())
def test_no_label_covers_another_and_none_leaves_its_milieu(data, count, stacked):
    found = []
    for number in range(count):
        width, height = data.draw(sizes)
        band = data.draw(st.none() | st.integers(0, 5))
        found.append(Box(f"n{number}", width, height, band, data.draw(st.none() | st.floats(1, 5))))
    links = tuple((f"n{number}", f"n{number // 2}") for number in range(count))
    sheet = arrange(tuple(found), links, width=360 if stacked else 1100, stacked=stacked)
    assert set(sheet.places) == {box.name for box in found}
    for at, one in enumerate(found):
        place = sheet.places[one.name]
        assert place.x - one.width / 2 >= 0
        assert place.x + one.width / 2 <= sheet.width
        assert place.y - one.height / 2 >= 0
        assert place.y + one.height / 2 <= sheet.height
        for other in found[:at]:
            there = sheet.places[other.name]
            across = abs(place.x - there.x) >= (one.width + other.width) / 2
            assert across or abs(place.y - there.y) >= (one.height + other.height) / 2


def test_neighbourhood_counts_steps_both_ways():
    assert neighbourhood(LINKS, "azuré", steps=1) == {"azuré": 0, "serpolet": 1, "fourmi": 1, "merle": 1}
    assert neighbourhood(LINKS, "azuré", steps=2)["épervier"] == 2
    assert neighbourhood(LINKS, "loutre", steps=2) == {"loutre": 0}


def test_path_says_who_links_whom():
    assert path_between(LINKS, "fourmi", "épervier") == ["fourmi", "azuré", "merle", "épervier"]
    assert path_between(LINKS, "fourmi", "loutre") == []
