from hypothesis import given
from hypothesis import strategies as st

from courses.learning.merging import KeptText, SentText, folded, written

BAR = "— ailleurs —"


def test_the_page_that_knows_the_version_replaces_the_text():
    kept = written(KeptText("Bonjour", 3, "a", 2), SentText("Bonjour à tous", 3, "b"), separator=BAR)
    assert kept == KeptText("Bonjour à tous", 4, "b", 3)


def test_two_pages_that_wrote_at_once_both_keep_their_text():
    first = written(KeptText(), SentText("du téléphone", 0, "a"), separator=BAR)
    both = written(first, SentText("du bureau", 0, "b"), separator=BAR)
    assert both.text == f"du téléphone\n\n{BAR}\n\ndu bureau"
    assert both.version == 2


def test_a_page_that_got_no_answer_goes_on_without_doubling_its_text():
    first = written(KeptText(), SentText("un brouillon", 0, "a"), separator=BAR)
    again = written(first, SentText("un brouillon", 0, "a"), separator=BAR)
    assert again == first
    assert written(first, SentText("une autre phrase", 0, "a"), separator=BAR).text == "une autre phrase"


def test_a_page_that_got_no_answer_to_a_joining_never_undoes_the_other_text():
    mine = written(KeptText(), SentText("du bureau", 0, "b"), separator=BAR)
    both = written(mine, SentText("du téléphone", 0, "a"), separator=BAR)
    later = written(both, SentText("du téléphone encore", 0, "a"), separator=BAR)
    assert "du bureau" in later.text
    assert "du téléphone encore" in later.text


def test_a_page_without_script_that_is_late_loses_nothing():
    kept = written(KeptText("neuf", 5, "a", 1), SentText("ancien", 3), separator=BAR)
    assert kept.text == f"neuf\n\n{BAR}\n\nancien"


PAGES = st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=14)


@given(PAGES)
def test_whatever_the_order_and_the_lost_answers_every_last_text_is_kept(steps):
    """Each page adds its own words to what it last saw; an answer may be lost."""
    kept, seen, typed = KeptText(), {}, {}
    for number, (page, answered) in enumerate(steps):
        word = f"<{page}{number}>"
        text, known = seen.get(page, ("", 0))
        text = f"{text} {word}"
        seen[page] = (text, known)
        typed.setdefault(page, []).append(word)
        kept = written(kept, SentText(text, known, page), separator=BAR)
        if answered:
            seen[page] = (kept.text, kept.version)
    for words in typed.values():
        assert all(word in kept.text for word in words)


def test_accents_capitals_and_ligatures_are_folded():
    assert folded("  Cœur  de FORÊT ") == "coeur de foret"
