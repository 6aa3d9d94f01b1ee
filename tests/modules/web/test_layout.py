from hypothesis import given
from hypothesis import strategies as st

from modules.web.layout import place
from modules.web.paths import neighbourhood, path_between

LINKS = [("serpolet", "azuré"), ("fourmi", "azuré"), ("azuré", "merle"), ("merle", "épervier")]


def test_higher_levels_stand_higher():
    levels = {"serpolet": 1, "azuré": 2, "merle": 3, "épervier": 4}
    grid = place(tuple(levels), LINKS[:1], bands=dict.fromkeys(levels, 0), levels=levels, band_count=1)
    rows = [grid.spots[name].row for name in levels]
    assert rows == sorted(rows, reverse=True)


def test_a_node_without_a_milieu_stands_among_its_neighbours():
    grid = place(
        ("a", "b", "c"), [("a", "c"), ("b", "c")], bands={"a": 0, "b": 2}, levels={}, band_count=3, band_columns=1
    )
    assert grid.spots["c"].column == 1


nodes = st.lists(st.text("abcdefghij", min_size=1, max_size=2), max_size=40, unique=True)


@given(nodes, st.data())
def test_no_two_nodes_share_a_cell(names, data):
    bands = {name: data.draw(st.integers(0, 5)) for name in names[::2]}
    levels = {name: data.draw(st.none() | st.floats(1, 5)) for name in names}
    grid = place(names, [], bands=bands, levels=levels, band_count=6)
    assert len(set(grid.spots.values())) == len(names)
    assert all(0 <= spot.column < grid.columns and 0 <= spot.row < grid.rows for spot in grid.spots.values())


def test_neighbourhood_counts_steps_both_ways():
    assert neighbourhood(LINKS, "azuré", steps=1) == {"azuré": 0, "serpolet": 1, "fourmi": 1, "merle": 1}
    assert neighbourhood(LINKS, "azuré", steps=2)["épervier"] == 2
    assert neighbourhood(LINKS, "loutre", steps=2) == {"loutre": 0}


def test_path_says_who_links_whom():
    assert path_between(LINKS, "fourmi", "épervier") == ["fourmi", "azuré", "merle", "épervier"]
    assert path_between(LINKS, "fourmi", "loutre") == []
