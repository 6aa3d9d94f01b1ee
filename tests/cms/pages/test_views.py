import pytest
from wagtail.models import PageViewRestriction

from cms.pages.models import ContentPage, FaqPage, GlossaryPage
from modules.living.models import Milieu, Species

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(home):
    return home.add_child(
        instance=ContentPage(
            title="Installer un microparlement",
            slug="collectivites",
            introduction="Une rivière, un bourg.",
            body=[("text", "<p>On commence par un salamandrier.</p>")],
        )
    )


def text_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_home_shows_what_the_editor_wrote(client, home):
    text = text_of(client, "/")
    for words in ("Apprendre à parler pour la loutre.", "Commencer la formation", "J’anime", "Douze chaises"):
        assert words in text


def test_home_has_no_trace_of_the_admin_for_an_editor(admin_client, home):
    assert "wagtail-userbar" not in text_of(admin_client, "/")


def test_search_finds_a_page_by_its_body(client, article):
    text = text_of(client, "/recherche/?q=salamandrier")
    assert "Installer un microparlement" in text
    assert "1 page en parle." in text


def test_search_says_when_nothing_speaks_of_it(client, article):
    assert "Aucune page ne parle de" in text_of(client, "/recherche/?q=ornithorynque")


@pytest.mark.parametrize(
    "query", ["", "%00", "'\"<script>", "l" * 5000, "*", "a & | ! (", "AND", "NEAR", "-haie", "d’eau"]
)
def test_search_bears_any_words(client, article, query):
    response = client.get("/recherche/", {"q": query})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_search_and_sitemap_leave_out_drafts_and_restricted_pages(client, home, article):
    home.add_child(instance=ContentPage(title="Brouillon salamandrier", slug="brouillon", live=False))
    private = home.add_child(instance=ContentPage(title="Réservé salamandrier", slug="reserve"))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    found = text_of(client, "/recherche/?q=salamandrier")
    listed = text_of(client, "/sitemap.xml")
    assert "/collectivites/" in found
    assert "/collectivites/" in listed
    for slug in ("/brouillon/", "/reserve/"):
        assert slug not in found
        assert slug not in listed


def test_robots_are_told_where_the_map_is_and_what_to_leave(client, settings):
    text = text_of(client, "/robots.txt")
    assert "Disallow: /mon-parcours/" in text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text


def test_faq_and_glossary_show_their_entries(client, home):
    question = {"question": "Faut-il être spécialiste ?", "answer": "<p>Non.</p>"}
    home.add_child(
        instance=FaqPage(
            title="Vos questions",
            slug="questions",
            body=[("group", {"title": "L’assemblée", "questions": [question]})],
        )
    )
    home.add_child(
        instance=GlossaryPage(
            title="Les mots",
            slug="glossaire",
            terms=[("term", {"term": "Tiers veilleur", "definition": "<p>Toujours de l’extérieur.</p>"})],
        )
    )
    assert "Faut-il être spécialiste ?" in text_of(client, "/questions/")
    assert "Toujours de l’extérieur." in text_of(client, "/glossaire/")


def test_a_visitor_costs_the_home_page_few_queries(client, home, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(8):
        client.get("/")


def test_search_finds_species_and_milieus_by_any_of_their_names(client, home):
    river = Milieu.objects.create(name="Rivière et zone humide", slug="riviere", live=True)
    Species.objects.create(
        vernacular_name="Loutre d’Europe", scientific_name="Lutra lutra", slug="loutre", milieu=river, live=True
    )
    Species.objects.create(vernacular_name="Loutre cachée", slug="cachee", milieu=river, live=False)
    for words in ("la loutre", "LUTRA", "loutre d'europe"):
        text = text_of(client, f"/recherche/?q={words}")
        assert "/vivant/especes/loutre/" in text
        assert "/vivant/especes/cachee/" not in text
    assert "/vivant/milieux/riviere/" in text_of(client, "/recherche/?q=riviere")
    assert "/vivant/" not in text_of(client, "/recherche/?q=la").split("<main", 1)[1].split("</main>")[0]
