from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from courses.directory.models import ContactMessage


class Command(BaseCommand):
    help = "Forgets the traces of the messages to experts older than a year (or --days)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=365)

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - timedelta(days=options["days"])
        count, _detail = ContactMessage.objects.filter(sent_at__lt=before).delete()
        self.stdout.write(f"{count} traces forgotten")
