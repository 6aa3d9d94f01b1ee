"""Our apps live in somebody else's Wagtail site: another user model, another theme, nothing of `cms`."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Runs inside the host: builds a small course through the pages' own models, then visits it.
STORY = """
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
call_command("migrate", verbosity=0)
from wagtail.models import Page, Site
from courses.learning import api
from courses.learning.models import ChapterPage, CourseIndexPage, CoursePage, LessonPage
home = Page.objects.get(depth=2)
index = home.add_child(instance=CourseIndexPage(title="Formations", slug="formations"))
course = index.add_child(instance=CoursePage(title="Animer", slug="animer"))
chapter = course.add_child(instance=ChapterPage(title="Un", slug="un"))
lesson = chapter.add_child(instance=LessonPage(title="Leçon", slug="lecon", minutes=5))
lesson.save_revision().publish()
person = get_user_model().objects.create_user("marie", "marie@example.org", "x")
api.enrol(user=person, course_id=course.pk, now=timezone.now())
client = Client()
for address in ("/formations/", "/formations/animer/", "/vivant/toile/", "/annuaire/"):
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    assert b'class="hote"' in response.content, address
client.force_login(person)
for address in ("/formations/animer/", "/formations/animer/un/lecon/", "/mon-parcours/", "/mon-parcours/annuaire/"):
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    assert b'class="hote"' in response.content, address
from modules.assemblies.models import Assembly, Invitation, Membership
from modules.assemblies.inviting import print_letters
assembly = Assembly.objects.create(slug="ici", name="Ici", territory="Ici", course=course)
lead = Membership.objects.create(assembly=assembly, number=1, name="Claire", role="coordinator", user=person)
guest = Membership.objects.create(assembly=assembly, number=2, name="Odile Garnier")
letters, _asked = print_letters(place=lead, people=[guest.pk], shown=0, now=timezone.now())
phone = Client()
assert phone.post("/assemblees/entrer/", {"code": letters[0].secret.code})["Location"] == "/assemblees/entrer/vous/"
given = {"name": "Odile", "password": "haie-loutre-aulne", "again": "haie-loutre-aulne"}
assert phone.post("/assemblees/entrer/vous/", given)["Location"] == "/assemblees/ici/"
for address in ("/assemblees/ici/", "/mon-parcours/"):
    response = phone.get(address)
    assert response.status_code == 200, (address, response.status_code)
guest.refresh_from_db()
assert guest.user.username.startswith("voix-") and guest.user.email == ""
print("the host lives")
"""


def test_apps_live_in_another_site(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.host.settings",
        "HOST_VAR_DIR": str(tmp_path),
        "DATABASE_URL": "",
    }
    for command in (["-m", "django", "check", "--fail-level", "WARNING"], ["-c", STORY]):
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "the host lives" in done.stdout
