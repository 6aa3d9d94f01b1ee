"""A loss lived through: foreseen first, seen, explained, answered by an act, compared."""

import io
import json
import zipfile

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.accounts import api as accounts
from modules.living import api
from modules.living.models import Act, Interaction, Prediction, Species
from tests.axe import violations
from tests.modules.living.conftest import SEED

LOSS = "/vivant/perte/"


@pytest.fixture
def acts(living_world):
    return api.load_acts(acts=yaml.safe_load((SEED / "acts.yaml").read_text(encoding="utf-8")))


@pytest.fixture
def someone(django_user_model):
    return django_user_model.objects.create_user(email="odile@exemple.test", password="haie-loutre")


def seen(client, query):
    response = client.get(f"{LOSS}?{query}&vu=1")
    assert response.status_code == 200
    return response


def fates(response):
    return {
        one.node.slug: "lost" if one.lost else "weakened"
        for stage in response.context["stages"]
        for one in stage.affected
    }


@pytest.mark.parametrize("removed", ["serpolet", "myrmica"])
def test_azure_is_lost_with_its_thyme_or_its_ant(client, living_world, removed):
    assert fates(seen(client, f"perte={removed}"))["azure"] == "lost"


def test_goshawk_is_not_lost_with_the_jay(client, living_world):
    assert fates(seen(client, "perte=geai"))["autour"] == "weakened"


def test_nothing_is_shown_before_it_was_foreseen(client, living_world):
    page = client.get(f"{LOSS}?perte=serpolet")
    assert page.context["step"] == "predict"
    assert "stages" not in page.context
    assert "disparaît" not in page.content.decode().partition('id="prevoir"')[2]


def test_an_empty_prediction_is_asked_again_and_keeps_what_was_chosen(client, living_world):
    response = client.post(LOSS, {"perte": ["serpolet"], "mots": "   "})
    assert response.status_code == 422
    assert response.context["step"] == "predict"
    assert "Écrivez un mot" in response.content.decode()
    assert 'value="serpolet"' in response.content.decode()


def test_what_someone_foresaw_is_theirs_kept_once_exported_and_erased(client, living_world, someone):
    client.force_login(someone)
    sent = {"perte": ["serpolet"], "prevu": ["azure", "loutre"], "mots": "Le papillon s’en va."}
    for _click in range(2):
        response = client.post(LOSS, sent)
    assert response.status_code == 302
    assert Prediction.objects.count() == 1
    page = client.get(response.url)
    assert "Le papillon s’en va." in page.content.decode()
    assert [one.slug for one in page.context["foreseen"]["seen"]] == ["azure"]
    assert [one.slug for one in page.context["foreseen"]["held"]] == ["loutre"]
    assert "papillon" not in response.url
    assert exported(someone)["predictions"][0]["words"] == "Le papillon s’en va."
    accounts.erase(user=someone)
    assert not Prediction.objects.exists()


def exported(user):
    """What the account's own export gives back of the living world."""
    archive = zipfile.ZipFile(io.BytesIO(b"".join(accounts.export_of(user=user))))
    return next(held for name in archive.namelist() if "predictions" in (held := read(archive, name)))


def read(archive, name):
    return json.loads(archive.read(name)) if name.endswith(".json") else {}


def test_words_keep_no_character_that_a_database_refuses(client, living_world, someone):
    client.force_login(someone)
    assert client.post(LOSS, {"perte": ["serpolet"], "mots": "Le\x00 thym"}).status_code == 302
    assert Prediction.objects.get().words == "Le thym"


def test_another_person_never_reads_these_words(client, living_world, someone, django_user_model):
    client.force_login(someone)
    address = client.post(LOSS, {"perte": ["serpolet"], "mots": "Mon secret."}).url
    client.force_login(django_user_model.objects.create_user(email="autre@exemple.test", password="x"))
    assert "Mon secret." not in client.get(address).content.decode()
    client.logout()
    assert "Mon secret." not in client.get(address).content.decode()


def test_a_visitor_keeps_their_words_in_their_session_alone(client, living_world):
    address = client.post(LOSS, {"perte": ["geai"], "mots": "<b>Le chêne</b>"}).url
    page = client.get(address).content.decode()
    assert "&lt;b&gt;Le chêne&lt;/b&gt;" in page
    assert not Prediction.objects.exists()


def test_an_act_gives_back_what_it_can_and_says_when_it_cannot(client, acts):
    page = seen(client, "perte=serpolet&geste=faucher-tard")
    assert {one.node.slug for one in page.context["regained"]} >= {"serpolet", "azure"}
    assert "à confirmer par un·e écologue" in page.content.decode()
    vain = seen(client, "perte=serpolet&geste=eteindre-la-nuit")
    assert vain.context["regained"] == []
    assert "Ici, ce geste ne rend rien" in vain.content.decode()


def test_a_held_interaction_helps_the_owl_without_giving_back_the_tree(client, acts):
    page = seen(client, "perte=cavite-arbre&geste=poser-des-nichoirs")
    regained = {one.node.slug for one in page.context["regained"]}
    assert "cheveche" in regained
    assert "cavite-arbre" not in regained


def test_acts_that_help_come_first(client, acts):
    offers = seen(client, "perte=nuit").context["offers"]
    assert offers[0].remedy.slug == "eteindre-la-nuit"
    assert [bool(one.helped) for one in offers] == sorted((bool(one.helped) for one in offers), reverse=True)


def test_an_unpublished_act_is_not_offered(client, acts):
    Act.objects.filter(slug="faucher-tard").update(live=False)
    page = seen(client, "perte=serpolet&geste=faucher-tard")
    assert page.context["remedy"] is None
    assert "Faucher tard" not in page.content.decode()


def test_scenarios_are_compared_side_by_side(client, acts):
    page = seen(client, "perte=serpolet&geste=faucher-tard&autre=geai")
    compared = page.context["compared"]
    assert compared["columns"] == ["Thym serpolet", "Faucher tard, par bandes", "Geai des chênes"]
    cells = {node.slug: [str(cell.label) for cell in cells] for node, cells in compared["lines"]}
    assert cells["azure"] == ["disparaît", "tient", "tient"]


def test_several_losses_are_told_in_their_order(client, living_world):
    page = seen(client, "perte=bois-mort&perte=nuit")
    assert [stage.node.slug for stage in page.context["stages"]] == ["bois-mort", "nuit"]


@pytest.mark.parametrize(
    "query",
    [
        "perte=licorne",
        "perte=",
        "perte=" + "a" * 3000,
        "&".join(f"perte={slug}" for slug in ("loutre", "loutre", "geai", "chene", "saule", "lierre")),
        "perte=<script>&vu=1",
        "perte=loutre&prevu=licorne&autre=licorne&geste=licorne",
    ],
)
def test_any_address_makes_sense(client, living_world, query):
    for seen_too in ("", "&vu=1"):
        assert client.get(f"{LOSS}?{query}{seen_too}").status_code == 200


def test_an_empty_world_and_a_node_alone_make_sense(client, living_world):
    Interaction.objects.all().delete()
    assert "Aucun fil connu ne se rompt ailleurs." in seen(client, "perte=loutre").content.decode()
    Species.objects.all().delete()
    assert "La toile est encore vide" in client.get(LOSS).content.decode()


def test_queries_do_not_grow_with_the_web(client, acts, someone):
    client.force_login(someone)
    queries = []
    for extra in (0, 500):
        Species.objects.bulk_create(
            Species(slug=f"n{extra}-{n}", vernacular_name=f"Nœud {n}", nature="taxon") for n in range(extra)
        )
        with CaptureQueriesContext(
            connection,
        ) as captured:
            seen(client, "perte=serpolet&geste=faucher-tard&autre=geai")
        queries.append(len(captured))
    assert queries[0] == queries[1] <= 12


@pytest.mark.django_db(transaction=True)
def test_a_loss_is_lived_through_by_keyboard(page, live_server, acts):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}{LOSS}")
    page.get_by_label("D’abord").select_option("serpolet")
    page.get_by_role("button", name="Dire à quoi je m’attends").press("Enter")
    assert violations(page) == []
    page.get_by_label("Avec vos mots").fill("Le papillon bleu cherchera sa plante.")
    page.get_by_label("Azuré du serpolet").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Voir ce que répond la toile").press("Enter")
    page.get_by_role("heading", name="Ce qui arrive").wait_for()
    assert page.get_by_text("Le papillon bleu cherchera sa plante.").is_visible()
    page.get_by_label("Faucher tard, par bandes").check()
    page.get_by_role("button", name="Voir qui reprend").press("Enter")
    page.locator("#apres .revenu").first.wait_for()
    page.get_by_label("Avec une autre perte").select_option("geai")
    page.get_by_role("button", name="Les mettre côte à côte").press("Enter")
    page.locator("#comparer table, [aria-labelledby=comparer] table").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def predicted(client, words, *, version=0, writer="", **more):
    sent = {"perte": ["serpolet"], "mots": words, "version": version, "writer": writer, **more}
    return client.post(LOSS, sent)


@pytest.fixture(params=["account", "visitor"])
def reader(request, client, living_world):
    if request.param == "account":
        client.force_login(request.getfixturevalue("someone"))
    return client


def kept_by(reader):
    return reader.get(f"{LOSS}?perte=serpolet").context


def test_two_tabs_keep_both_texts_and_both_lists_of_names(reader):
    predicted(reader, "Le papillon s’en va.", prevu=["azure"])
    answer = predicted(reader, "La fourmi reste seule.", prevu=["loutre"])
    page = reader.get(answer.url).content.decode()
    assert "les deux textes sont gardés" in page
    assert "La fourmi reste seule." in page
    kept = kept_by(reader)
    assert "Le papillon s’en va." in kept["words"]
    assert kept["words"].endswith("La fourmi reste seule.")
    assert set(kept["ticked"]) == {"azure", "loutre"}


def test_a_page_that_knows_what_is_kept_writes_over_it(reader):
    predicted(reader, "Le papillon s’en va.", prevu=["azure", "loutre"])
    version = kept_by(reader)["version"]
    predicted(reader, "Tout s’en va.", version=version, prevu=["azure"])
    kept = kept_by(reader)
    assert (kept["words"], kept["ticked"]) == ("Tout s’en va.", ("azure",))
    predicted(reader, "", version=kept["version"], personne="1")
    assert kept_by(reader)["words"] == ""


def test_the_same_page_gone_back_to_corrects_itself(reader):
    predicted(reader, "Le papilon s’en va.", writer="page-a")
    predicted(reader, "Le papillon s’en va.", writer="page-a", prevu=["azure"])
    predicted(reader, "Le papillon s’envole.", writer="page-a")
    assert kept_by(reader)["words"] == "Le papillon s’envole."
    assert kept_by(reader)["ticked"] == ()


def test_an_empty_tab_erases_nothing(reader):
    predicted(reader, "Le papillon s’en va.")
    predicted(reader, "", prevu=["azure"])
    assert kept_by(reader)["words"] == "Le papillon s’en va."


def test_too_long_a_text_is_given_back_whole_and_keeps_what_was_kept(reader):
    predicted(reader, "Le papillon s’en va.")
    answer = predicted(reader, "a" * 4001, prevu=["azure"])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Votre texte a 1 caractère de trop" in page
    assert "a" * 4001 in page
    assert 'value="azure" checked' in page
    assert kept_by(reader)["words"] == "Le papillon s’en va."
    assert predicted(reader, "b" * 4000, version=1).status_code == 302


def test_pages_that_insist_are_stopped_before_the_kept_text_has_no_end(reader):
    answers = [predicted(reader, f"{number}" * 3900).status_code for number in range(7)]
    assert answers == [302] * 5 + [422] * 2


def test_limits_are_said_before_and_when_they_are_reached(client, living_world):
    assert "jusqu’à 3, l’une après l’autre" in client.get(LOSS).content.decode()
    page = client.get(f"{LOSS}?perte=loutre&perte=geai&perte=chene&perte=saule&perte=lierre")
    assert [one.slug for one in page.context["losses"]] == ["loutre", "geai", "chene"]
    assert "pas eu de place pour le saule et le lierre" in page.content.decode()
    assert "4\xa0000 caractères au plus" in page.content.decode()
    unknown = client.get(f"{LOSS}?perte=loutre&perte=licorne").content.decode()
    assert "L’un de ces noms nous est inconnu" in unknown


def test_a_web_too_large_to_tick_says_how_many_names_are_left(client, living_world):
    assert "La toile en tient" not in client.get(f"{LOSS}?perte=loutre").content.decode()
    Species.objects.bulk_create(
        Species(slug=f"n{number}", vernacular_name=f"Nœud {number}", nature="taxon") for number in range(100)
    )
    page = client.get(f"{LOSS}?perte=loutre")
    assert page.context["offered_count"] == 120
    assert "Voici 120 noms ; la toile en tient 39 de plus" in page.content.decode().replace("\u202f", " ")


def test_what_was_foreseen_is_listed_and_goes_on_from_there(reader):
    assert "déjà prévu" not in reader.get(LOSS).content.decode()
    predicted(reader, "Le papillon s’en va.", prevu=["azure"])
    reader.post(LOSS, {"perte": ["geai", "chene"], "mots": "Plus de glands."})
    page = reader.get(LOSS)
    names = [one.names for one in page.context["kept"]["losses"]]
    assert names == ["Geai des chênes, Chêne pédonculé", "Thym serpolet"]
    assert "prévu le" in page.content.decode()
    again = reader.get(f"{LOSS}{page.context['kept']['losses'][1].address}")
    assert again.context["step"] == "see"
    assert [one.slug for one in again.context["foreseen"]["seen"]] == ["azure"]
    assert "Le papillon s’en va." in again.content.decode()
    Species.objects.filter(slug="serpolet").update(live=False)
    page = reader.get(LOSS)
    assert page.context["kept"]["losses"][1].address == ""
    assert "Le papillon s’en va." in page.content.decode()


def test_nobody_sees_what_another_person_foresaw_in_the_list(client, living_world, someone, django_user_model):
    client.force_login(someone)
    predicted(client, "Mon secret.")
    client.force_login(django_user_model.objects.create_user(email="autre@exemple.test", password="x"))
    assert "Mon secret." not in client.get(LOSS).content.decode()


def test_a_long_list_costs_one_query_and_says_what_it_leaves_out(client, living_world, someone):
    client.force_login(someone)
    slugs = list(Species.objects.values_list("slug", flat=True))
    queries = []
    for count in (1, 25):
        for slug in slugs[:count]:
            client.post(LOSS, {"perte": [slug], "mots": "Un mot."})
        with CaptureQueriesContext(connection) as captured:
            page = client.get(LOSS)
        queries.append(len(captured))
    assert queries[0] == queries[1] <= 6
    assert len(page.context["kept"]["losses"]) == 20
    assert "5 autres, plus anciennes" in page.content.decode()


def test_a_drawing_says_each_fate_in_words_and_explains_its_marks(client, acts):
    page = seen(client, "perte=bois-mort&geste=laisser-le-bois-mort").content.decode()
    drawn, _cut, after = page.partition('id="apres"')
    for mark in ("croix\u202f: disparaît", "anneau pointillé\u202f: vacille"):
        assert mark in drawn
    assert 'aria-label="bois mort, disparaît"' in drawn
    assert "flèche qui tourne" not in drawn
    assert "flèche qui tourne\u202f: revient ou tient mieux" in after
    assert 'aria-label="bois mort, revient ou tient mieux"' in after
    assert "croix" not in client.get("/vivant/toile/").content.decode()


ONE_LINE = """cells => cells.filter(cell => cell.checkVisibility()).every(cell => {
  const box = cell.getBoundingClientRect();
  return box.left >= 0 && box.right <= innerWidth && cell.scrollWidth <= cell.clientWidth;
})"""


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.django_db(transaction=True)
def test_on_a_phone_each_fate_is_beside_its_scenario(page, live_server, acts, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}{LOSS}?perte=serpolet&vu=1&geste=faucher-tard&autre=geai")
    table = page.locator("[aria-labelledby=comparer] .empile")
    assert table.locator("td, th[scope=row]").evaluate_all(ONE_LINE)
    assert table.evaluate("one => one.scrollWidth <= one.clientWidth")
    row = table.get_by_role("row", name="Azuré du serpolet")
    assert row.locator(".empile-nom").all_inner_texts() == [
        "Thym serpolet",
        "Faucher tard, par bandes",
        "Geai des chênes",
    ]
    assert table.get_by_role("columnheader", name="Faucher tard, par bandes").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_tabs_and_going_back_lose_no_word(page, context, live_server, acts):
    address = f"{live_server.url}{LOSS}?perte=serpolet"
    page.goto(address)
    other = context.new_page()
    other.goto(address)
    for tab, words in ((page, "Le papilon"), (other, "La fourmi")):
        tab.get_by_label("Avec vos mots").fill(words)
        tab.get_by_role("button", name="Voir ce que répond la toile").click()
        tab.get_by_role("heading", name="Ce qui arrive").wait_for()
    kept = other.locator(".perte-mots").inner_text()
    assert "Le papilon" in kept
    assert "La fourmi" in kept
    other.go_back()
    field = other.get_by_label("Avec vos mots")
    field.fill("Le papillon, la fourmi")
    other.get_by_role("button", name="Voir ce que répond la toile").click()
    other.get_by_role("heading", name="Ce qui arrive").wait_for()
    assert other.locator(".perte-mots").inner_text() == "Le papillon, la fourmi"


@pytest.mark.django_db(transaction=True)
def test_characters_are_counted_when_few_are_left_and_none_is_cut(page, live_server, acts):
    page.goto(f"{live_server.url}{LOSS}?perte=serpolet")
    field, count = page.get_by_label("Avec vos mots"), page.locator("[data-count]")
    field.fill("a" * 100)
    assert count.inner_text() == ""
    field.fill("a" * 3990)
    assert count.inner_text() == "Caractères restants\u202f: 10"
    field.fill("a" * 4012)
    assert count.inner_text() == "Trop long\u202f; caractères à enlever\u202f: 12"
    page.get_by_role("button", name="Voir ce que répond la toile").click()
    page.get_by_role("alert").get_by_text("12 caractères de trop").wait_for()
    assert len(field.input_value()) == 4012
    assert violations(page) == []
