"""`manage.py xapi_client NAME`: gives a programme a key and a secret for `/xapi/`, and shows them once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from courses.records.models import Scope, XapiClient


class Command(BaseCommand):
    help = "Makes a client of the xAPI endpoint and prints its key and secret, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--scope", choices=Scope.values, default=Scope.ALL)

    def handle(self, *args: Any, **options: Any) -> None:
        client = XapiClient(name=options["name"][:120], scope=options["scope"])
        secret = client.renew_secret()
        client.save()
        self.stdout.write(f"key: {client.key}\nsecret: {secret}")
