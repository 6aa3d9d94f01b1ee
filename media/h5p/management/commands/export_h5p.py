"""`manage.py export_h5p CONTENT OUT.h5p`: a complete package, playable elsewhere."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from media.h5p import api
from media.h5p.models import Content


class Command(BaseCommand):
    """Writes the package of a content."""

    help = "Write a content's package, with every library it needs"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("content", type=int)
        parser.add_argument("out", metavar="OUT.h5p")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            api.export_package(content_id=options["content"], out=options["out"])
        except Content.DoesNotExist as error:
            raise CommandError(f"no content {options['content']}") from error
        except OSError as error:
            raise CommandError(str(error)) from error
