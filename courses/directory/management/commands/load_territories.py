from typing import Any

from django.core.management.base import BaseCommand

from courses.directory import territories
from courses.directory.models import Territory


class Command(BaseCommand):
    help = "Loads the régions and départements of the committed file; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{territories.load(Territory)} territories")
