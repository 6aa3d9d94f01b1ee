"""`manage.py rebuild_progress`: derives attempts, completions and enrolments again from the statements."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses.learning.rebuilding import rebuild_all
from courses.learning.sessions import rebuild_all_attendances
from courses.records import api as records


class Command(BaseCommand):
    help = "Derives everything again from the statements and prints how many rows differed."

    def handle(self, *args: Any, **options: Any) -> None:
        rebuilt = records.rebuild()
        enrolments = rebuild_all(now=timezone.now())
        self.stdout.write(f"attempts: {rebuilt.attempts}")
        self.stdout.write(f"completions: {rebuilt.completions}")
        self.stdout.write(f"enrolments: {enrolments}")
        attendances = rebuild_all_attendances(now=timezone.now())
        self.stdout.write(f"attendances: {attendances}")
        self.stdout.write(f"rows that differed: {rebuilt.differences + enrolments + attendances}")
