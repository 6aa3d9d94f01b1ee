import pytest
from wagtail.models import Locale, Page, Site

from cms.pages.models import HomePage


@pytest.fixture
def home():
    """The home page of the site, as an editor fills it."""
    # Tests with a live server empty the tables, Wagtail's own first rows included.
    Locale.objects.get_or_create(language_code="fr")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    page = root.add_child(
        instance=HomePage(
            title="Apprendre à parler pour la loutre.",
            slug="accueil",
            introduction="Porte-Voix forme celles et ceux qui animent.",
            action_label="Commencer la formation",
            action_url="/formations/",
            second_label="Trouver un·e facilitateur·ice",
            second_url="/annuaire/",
            doors_title="Par quelle porte entrez-vous ?",
            doors=[
                ("door", {"title": title, "text": "De A à Z.", "link": link, "url": url, "colour": colour})
                for title, link, url, colour in (
                    ("J’anime", "Voir la formation", "/formations/", "mousse"),
                    ("Je suis une collectivité", "Construire mon projet", "/collectivites/", "riviere"),
                    ("Je suis porte-parole", "Ouvrir mon parcours", "/mon-parcours/", "pollen"),
                    ("Je cherche un·e expert·e", "Ouvrir l’annuaire", "/annuaire/", "coquelicot"),
                )
            ],
            story_title="Ce soir-là",
            story="<p>Douze chaises en cercle.</p>",
        )
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": page, "site_name": "Porte-Voix"}
    )
    return page
