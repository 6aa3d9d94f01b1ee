"""Queries, time and weight of the pages of the living world, for its 24 species and for 500 with 2,000 links."""

import gzip
import re
import time
from pathlib import Path

import pytest
import yaml
from django.contrib.staticfiles import finders

from modules.living import api
from modules.living.models import Interaction, InteractionType, Milieu, Species
from modules.web.layout import arrange

SEED = Path(__file__).resolve().parents[2] / "cms/demo/seed/living"
PAGES = {
    "species": "/vivant/especes/loutre/",
    "milieu": "/vivant/milieux/riviere/",
    "web": "/vivant/toile/",
    "loss": "/vivant/perte/?perte=vairon&vu=1",
}
LOADED = re.compile(r'(?:src|href)="/static/([^"#?]+\.(?:js|css|svg))')


@pytest.fixture
def living_world(db):
    read = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in SEED.glob("*.yaml")}
    api.load_living_world(content=read["vivant"], names=read["names"])
    paths = (SEED / "portraits").glob("*.yaml")
    api.load_portraits(portraits={path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths})


def grow_to(species):
    """As many spoken-for species as asked, each eating of four others, near and far: about four links a species."""
    milieus, kind = list(Milieu.objects.all()), InteractionType.objects.get(label="preysOn")
    more = species - Species.objects.spoken_for().count()
    fresh = Species.objects.bulk_create(
        Species(
            slug=f"n{number}",
            vernacular_name=f"Espèce {number}",
            short_name=f"l’espèce {number}",
            milieu=milieus[number % len(milieus)],
        )
        for number in range(more)
    )
    Interaction.objects.bulk_create(
        Interaction(code=f"X{far}-{at}", source=one, target=other, type=kind, dependent="source", necessity="weak")
        for far in (1, 6, 25, 90)
        for at, (one, other) in enumerate(zip(fresh, fresh[far:] + fresh[:far], strict=True))
    )


def weight_of(page):
    """Bytes sent for a page and all that it loads but the fonts, compressed; each file once."""
    files = {finders.find(name) for name in LOADED.findall(page.decode())}
    assert None not in files
    return len(gzip.compress(page)) + sum(len(gzip.compress(Path(file).read_bytes())) for file in files)


@pytest.mark.parametrize("species", [24, 500])
def test_pages_of_the_living_world(client, figure, median_ms, count_queries, living_world, species):
    grow_to(species)
    for name, address in PAGES.items():
        arrange.cache_clear()
        start = time.perf_counter()
        page = client.get(address)
        figure(f"{name} page, {species} species: first time", f"{(time.perf_counter() - start) * 1000:.0f} ms")
        assert page.status_code == 200
        with count_queries() as queries:
            client.get(address)
        figure(f"{name} page, {species} species: queries (bar 12)", queries.value)
        took = median_ms(lambda at=address: client.get(at))
        figure(f"{name} page, {species} species: time (bar 500 ms for the milieu)", f"{took} ms")
        weight = weight_of(page.content)
        figure(f"{name} page, {species} species: weight, gzip (bar 120 KB for the web)", f"{weight / 1000:.1f} KB")
        assert queries.value <= 12
        assert name != "web" or weight < 120_000
        assert name != "milieu" or took < 500
