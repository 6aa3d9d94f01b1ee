"""The site with one more address: an endpoint that writes the same two rows as the record store, and checks nothing.

Granian serves it in the benches of the record store, with the middlewares, the server and the database of the site.
"""

import json
import os
from uuid import uuid4

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    from courses.records.models import Statement, StatementReference

    now = timezone.now()
    raw = json.loads(request.body)
    with transaction.atomic():
        row = Statement.objects.create(
            id=uuid4(), source="client", actor_key="a", verb=raw["verb"]["id"], object_key=raw["object"]["id"],
            timestamp=now, stored=now, raw=json.dumps(raw),
        )  # fmt: skip
        StatementReference.objects.create(statement=row, key="http://example.org/category", role="category", stored=now)
    return JsonResponse([str(row.pk)], safe=False)


settings.DATABASES["default"] |= {"NAME": os.environ["PV_BENCH_DATABASE"], "CONN_MAX_AGE": 600}
settings.ROOT_URLCONF = "tests.bench.bare"
application = get_wsgi_application()

from cms.urls import urlpatterns as site  # noqa: E402

urlpatterns = [path("bare", bare), *site]
