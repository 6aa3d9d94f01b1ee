"""The site's own pages: home, questions, glossary, legal pages."""

from functools import partial
from typing import Any

from cms.demo import reading
from cms.demo.ledger import Ledger, alive, model
from cms.demo.publishing import PAGE, block, items, publish, seed_page

ARTICLES = ("a-propos", "collectivites", "mentions-legales", "confidentialite", "accessibilite", "credits")


def seed_home(ledger: Ledger) -> int | None:
    """The id of the home page, put at the site's root in place of Wagtail's welcome page."""
    return ledger.once("page:accueil", _home)


def seed_site_pages(ledger: Ledger, home_id: int | None) -> None:
    pages = reading.pages()
    seed_page(ledger, "page:questions", home_id, lambda: _faq(pages["foire-aux-questions"]))
    seed_page(ledger, "page:glossaire", home_id, lambda: _glossary(pages["glossaire"]))
    for name in ARTICLES:
        seed_page(ledger, f"page:{name}", home_id, partial(_article, pages[name]))


def show_course_on_home(ledger: Ledger, home_id: int | None) -> None:
    """The home page shows the course's programme; done once, since an editor may choose another."""
    home = alive("pv_pages.HomePage", home_id)
    course_id = ledger.ids.get(f"course:{reading.course()['slug']}")
    if home and course_id:
        ledger.once("link:home-course", lambda: _show_course(home, course_id))


def _show_course(home: Any, course_id: int) -> None:
    home.course_id = course_id
    home.save_revision().publish()


def _home() -> int:
    content = dict(reading.pages()["accueil"])
    doors = [block("door", door) for door in content.pop("doors")]
    root = model(PAGE).get_first_root_node()
    home_id = publish(model("pv_pages.HomePage")(**content, doors=doors), root)
    _put_at_the_root(home_id)
    return home_id


def _put_at_the_root(home_id: int) -> None:
    site = model("wagtailcore.Site")
    welcome_id = site.objects.filter(is_default_site=True).values_list("root_page_id", flat=True).first()
    site.objects.update_or_create(is_default_site=True, defaults={"root_page_id": home_id, "site_name": "Porte-Voix"})
    welcome = alive(PAGE, welcome_id)
    if welcome and welcome.specific_class is model(PAGE) and welcome.is_leaf():
        welcome.delete()


def _faq(content: dict[str, Any]) -> Any:
    groups = [
        block("group", {"title": group["title"], "questions": items(_answered(q) for q in group["questions"])})
        for group in content["groups"]
    ]
    return model("pv_pages.FaqPage")(**_head(content), body=groups)


def _answered(question: dict[str, Any]) -> dict[str, str]:
    answer = question["answer"]
    if page := question.get("page"):
        answer += f"<p><i>Guide méthodologique des microparlements, page\u00a0{page}.</i></p>"
    return {"question": question["question"], "answer": answer}


def _glossary(content: dict[str, Any]) -> Any:
    terms = [block("term", term) for term in content["terms"]]
    return model("pv_pages.GlossaryPage")(**_head(content), terms=terms)


def _article(content: dict[str, Any]) -> Any:
    return model("pv_pages.ContentPage")(
        **_head(content), body=[block("text", section) for section in content["sections"]]
    )


def _head(content: dict[str, Any]) -> dict[str, str]:
    return {name: content[name] for name in ("slug", "title", "introduction")}
