"""How the admin says the values that it only shows."""

from datetime import UTC, date, datetime

import pytest

from cms.theme.templatetags.admin_words import as_read


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        ("", "–"),
        ([], "–"),
        ({}, "–"),
        (True, "Oui"),
        (False, "Non"),
        (0, "0"),
        ("haie", "haie"),
        (date(2026, 5, 1), "1er mai 2026"),
        (datetime(2026, 11, 13, 9, 8, tzinfo=UTC), "13 novembre 2026 à 10\u202fh\u202f08"),
        (["fauche", "<b>"], "<div>fauche</div><div>&lt;b&gt;</div>"),
        ({"eau": "boire"}, "<p>Eau\u202f: boire</p>"),
    ],
)
def test_values_are_said_in_french(value, said):
    assert str(as_read(value)) == said
