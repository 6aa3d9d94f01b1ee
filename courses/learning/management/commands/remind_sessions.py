"""`manage.py remind_sessions`: reminds learners of tomorrow's sessions; to be run every hour."""

from typing import Any

from django.core.management.base import BaseCommand

from courses.learning.reminding import remind_of_tomorrow


class Command(BaseCommand):
    help = "Asks the worker to remind learners, once, of the sessions of the next 26 hours."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"sessions: {remind_of_tomorrow()}")
