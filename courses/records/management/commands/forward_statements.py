"""`manage.py forward_statements`: sends what waits to the other record store, now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from courses.records import forwarding
from courses.records.wording import problem_text


class Command(BaseCommand):
    help = "Sends the statements that wait to the record store of PV_RECORDS_FORWARD_URL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="send those kept before the setting too")
        parser.add_argument("--refused", action="store_true", help="try again what was refused there")

    def handle(self, *args: Any, **options: Any) -> None:
        if not forwarding.destination():
            raise CommandError(_("No other record store is set: PV_RECORDS_FORWARD_URL is empty."))
        if options["all"]:
            forwarding.queue_everything()
        if options["refused"]:
            forwarding.try_refused_again()
        done = forwarding.send_waiting(patient=False)
        if done.busy:
            raise CommandError(_("Another process is sending. Try again in a moment."))
        self.stdout.write(
            _("Sent: %(sent)d. Refused there: %(refused)d.") % {"sent": done.sent, "refused": done.refused}
        )
        info = forwarding.forwarding_info()
        if done.next_try_at and info:
            raise CommandError(f"{problem_text(info.error)} ({info.error_detail})")
