"""The course: its pages, its lessons with their activities, its exam and what passing it earns."""

from functools import partial
from typing import Any

from django.db import transaction

from cms.demo import reading
from cms.demo.ledger import Ledger, alive, model
from cms.demo.publishing import block, items, seed_page
from cms.demo.quizzes import seed_quiz
from courses.assessment import api as assessment

OPEN_TO_ALL = "open_to_all"


def seed_course(ledger: Ledger, home_id: int | None) -> None:
    content = reading.course()
    index = seed_page(ledger, "page:formations", home_id, _index_page)
    course = seed_page(ledger, f"course:{content['slug']}", index, lambda: _course_page(content))
    for chapter in content["chapters"]:
        _seed_chapter(ledger, course, chapter)
    _seed_session(ledger, content["session"])
    _seed_exam(ledger, course, content)


def _seed_session(ledger: Ledger, session: dict[str, Any]) -> None:
    chapter_id = ledger.ids.get(f"chapter:{session['chapter']}")
    seed_page(ledger, f"session:{session['slug']}", chapter_id, lambda: _session_page(session))


def _session_page(session: dict[str, Any]) -> Any:
    return model("pv_learning.SessionPage")(
        slug=session["slug"],
        title=session["title"],
        introduction=session["intro"],
        minutes=session["minutes"],
        description=session["description"],
        optional=True,
    )


def _index_page() -> Any:
    page = reading.pages()["formations"]
    return model("pv_learning.CourseIndexPage")(**page)


def _course_page(content: dict[str, Any]) -> Any:
    aims = "".join(f"<li>{aim}</li>" for aim in content["objectives"])
    return model("pv_learning.CoursePage")(
        slug=content["slug"],
        title=content["title"],
        introduction=content["tagline"],
        audience=content["audience"],
        milieu=content["milieu"],
        presentation=f"{content['description']}<h2>Ce que vous saurez faire</h2><ul>{aims}</ul>"
        f"<h2>Avant de commencer</h2><p>{content['prerequisites']}</p><p>{content['status']}</p>",
        credits=content["credits"],
    )


def _seed_chapter(ledger: Ledger, course_id: int | None, chapter: dict[str, Any]) -> int | None:
    chapter_id = seed_page(ledger, f"chapter:{chapter['slug']}", course_id, lambda: _chapter_page(chapter))
    for lesson in reading.lessons(chapter["prefix"]):
        seed_page(ledger, f"lesson:{lesson['slug']}", chapter_id, partial(_lesson_page, ledger, lesson))
    return chapter_id


def _chapter_page(chapter: dict[str, Any]) -> Any:
    return model("pv_learning.ChapterPage")(
        slug=chapter["slug"],
        title=chapter["title"],
        introduction=chapter["summary"],
        milieu=chapter["milieu"],
    )


def _lesson_page(ledger: Ledger, lesson: dict[str, Any]) -> Any:
    page = model("pv_learning.LessonPage")(
        slug=lesson["slug"],
        title=lesson["title"],
        introduction=lesson["intro"],
        minutes=lesson["minutes"],
        open_to_all=lesson.get(OPEN_TO_ALL, False),
        body=lesson_blocks(ledger, lesson),
        sources=sources_html(lesson["sources"]),
    )
    if first := ledger.ids.get(f"lesson:{lesson.get('opens_after')}"):
        page.opening_conditions = [model("pv_learning.OpeningCondition")(kind="unit", required_page_id=first)]
    return page


def lesson_blocks(ledger: Ledger, lesson: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks of a lesson's body, as the seed writes them."""
    return [_block(ledger, lesson, kind, value) for part in lesson["body"] for kind, value in part.items()]


def _block(ledger: Ledger, lesson: dict[str, Any], kind: str, value: Any) -> dict[str, Any]:
    match kind:
        case "quiz":
            return block("h5p", {"content": seed_quiz(ledger, lesson, value), "caption": ""})
        case "key_points":
            return block("key_points", {"title": "", "points": items(value)})
        case "reflection":
            return block("reflection", {"prompt": value["question"], "help_text": value["help"]})
        case "download":
            return block("download", _download(ledger, value))
    return block(kind, value)


def _download(ledger: Ledger, slug: str) -> dict[str, Any]:
    aid = next(aid for aid in reading.aids() if aid["slug"] == slug)
    return {"document": ledger.ids[f"document:{slug}"], "description": aid["description"]}


def sources_html(sources: list[dict[str, Any]]) -> str:
    """A lesson's sources as a list; the guide's come with their page."""
    lines = (
        f"{source['title']}, page\u00a0{source['page']}" if "page" in source else source["title"] for source in sources
    )
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def _seed_exam(ledger: Ledger, course_id: int | None, content: dict[str, Any]) -> None:
    exam = content["exam"]
    bank_id = _seed_bank(ledger, exam["bank"])
    chapter = _seed_chapter(ledger, course_id, exam["chapter"])
    exam_id = seed_page(ledger, f"exam:{exam['slug']}", chapter, lambda: _exam_page(exam, bank_id))
    if alive("pv_assessment.ExamPage", exam_id) and alive("pv_learning.CoursePage", course_id):
        ledger.once("achievement:knowledge", lambda: _achievement(content["achievement"], course_id, exam_id))


def _seed_bank(ledger: Ledger, bank: dict[str, str]) -> int | None:
    """The bank, with the questions never loaded before: one that a trainer deleted does not come back."""
    bank_id = ledger.once(f"bank:{bank['slug']}", lambda: assessment.import_bank(**bank, questions=[]))
    missing = [row for row in reading.questions() if f"question:{row['slug']}" not in ledger.ids]
    if missing and alive("pv_assessment.QuestionBank", bank_id):
        with transaction.atomic():
            assessment.import_bank(**bank, questions=[{**row, "key": row["slug"]} for row in missing])
            for row in missing:
                ledger.once(f"question:{row['slug']}", lambda: None)
    return bank_id


def _exam_page(exam: dict[str, Any], bank_id: int | None) -> Any:
    return model("pv_assessment.ExamPage")(
        slug=exam["slug"],
        title=exam["title"],
        introduction=exam["intro"],
        minutes=exam["minutes"],
        bank_id=bank_id,
        draw_count=exam["draw_count"],
        pass_mark=exam["pass_percent"] / 100,
        attempts_per_day=exam["attempts_per_day"],
    )


def _achievement(content: dict[str, Any], course_id: int | None, exam_id: int | None) -> int:
    earned = model("pv_certification.Achievement")(**content, kind="partial", course_id=course_id, exam_id=exam_id)
    earned.full_clean()
    earned.save()
    return int(earned.pk)
