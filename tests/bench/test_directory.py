"""The directory, its page and its JSON, for 3 experts and for 300."""

import pytest

from tests.courses.directory.conftest import (  # noqa: F401
    _territories,
    achievement,
    certify,
    make_expert,
    make_person,
)

TICKS = ["departement-29", "departement-44", "region-53"]


@pytest.mark.parametrize("number", [3, 300])
def test_directory(client, make_expert, figure, median_ms, count_queries, number):  # noqa: F811
    for rank in range(number):
        make_expert(f"Prénom{rank} Aubin", TICKS)
    for address in ("/annuaire/", "/annuaire/?departement=29", "/annuaire/experts.json"):
        client.get(address)
        with count_queries() as count:
            client.get(address)
        figure(
            f"{address} with {number} experts",
            f"{count.value} queries, {median_ms(lambda a=address: client.get(a))} ms",
        )
        assert count.value <= 12
