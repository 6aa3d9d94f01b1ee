"""What `make demo` runs: sets up what is missing, loads the seed, serves."""

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from cms.demo import reading
from cms.demo.seed import Seeded, seed
from cms.demo.serving import HOST, serve
from cms.demo.statics import collect_static
from cms.settings.environment import read
from courses.certification import api as certification
from modules.living.api import sourced_count


class Command(BaseCommand):
    help = "Prepares the demonstration and serves it. Running it again changes nothing that a person edited."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="prepare, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        self.prepare()
        seeded = seed(password=read("DEMO_PASSWORD"))
        self.say(
            _("Content: %(count)d items added.") % {"count": len(seeded.added)}
            if seeded.added
            else _("Content: everything was there, nothing was changed.")
        )
        self.say(_("Ready in %(seconds).1f s.") % {"seconds": time.monotonic() - started})
        if options["no_serve"]:
            self.welcome(seeded)
            return
        connection.close()
        status = serve(port=read("PORT"), ready=lambda: self.welcome(seeded))
        self.say(_("The demonstration is stopped.") if status == 0 else _("The server stopped by itself."))
        sys.exit(status)

    def prepare(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say(_("Preparing the database…"))
            call_command("migrate", interactive=False, verbosity=0)
        certification.prepare()
        if not settings.DEBUG and collect_static():
            self.say(_("Static files collected."))

    def welcome(self, seeded: Seeded) -> None:
        """The address and the accounts; the password only if it was made now."""
        self.say("\n  " + _("Porte-Voix is open: %(address)s") % {"address": f"http://{HOST}:{read('PORT')}/"})
        self.say("\n  " + _("Accounts:"))
        for account in reading.people()["accounts"]:
            self.say(f"    {account['email']:<26} {account['about']}")
        self.say("  " + self._password_line(seeded))
        sourced, total = sourced_count()
        self.say(
            "\n  "
            + _("The living world: %(sourced)d interactions of %(total)d have a reference.")
            % {"sourced": sourced, "total": total}
        )
        self.say("\n  " + _("Ctrl-C stops everything.") + "\n")

    @staticmethod
    def _password_line(seeded: Seeded) -> str:
        if seeded.made_password:
            return _("Password, shown this once: %(password)s") % {"password": seeded.made_password}
        if read("DEMO_PASSWORD"):
            return _("Password: the one of DEMO_PASSWORD.")
        return _("Password: the one shown the first time, or set DEMO_PASSWORD to choose another.")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
