"""What happened, as it was told."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connections, models, router
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.records.data import Source, Verb
from courses.records.models.client import XapiClient
from courses.records.models.inserting import insert, insert_together
from courses.records.models.learner import Learner
from courses.records.statements import Role

NEW_IDS = f"""ON CONFLICT (id) DO NOTHING RETURNING id, EXISTS (
    SELECT 1 FROM pv_records_statement AS voiding
    WHERE voiding.target = pv_records_statement.id AND voiding.verb = '{Verb.VOIDED}')"""  # noqa: S608


# Rows of both tables that PostgreSQL takes in one query.
TOGETHER = 1000


class ForwardingState(models.TextChoices):
    """Whether a statement still has to go to another record store; most have not."""

    NOTHING = "", _("nothing to send")
    WAITING = "waiting", _("waiting")
    REFUSED = "refused", _("refused there")


def _new_ids(found: Iterable[tuple[Any, ...]]) -> dict[UUID, bool]:
    return {one if isinstance(one, UUID) else UUID(one): bool(voided) for one, voided in found}


class StatementQuerySet(models.QuerySet["Statement"]):
    def insert_new(
        self, rows: Sequence["Statement"], references: Sequence["StatementReference"] = ()
    ) -> dict[UUID, bool]:
        """Inserts the rows whose id is not used yet, with their references; a query or two for a thousand rows.

        Gives their ids, each with whether a statement that voids it came before it. Insertion itself tells new from
        known, so two identical requests at once leave one statement.
        """
        if references and self.inserts_at_once(rows, references):
            return _new_ids(insert_together(rows, references, ending=NEW_IDS, owner="statement_id"))
        new_ids = _new_ids(insert(rows, ending=NEW_IDS))
        deque(insert([row for row in references if row.statement_id in new_ids]), maxlen=0)
        return new_ids

    def inserts_at_once(self, rows: Sequence["Statement"], references: Sequence["StatementReference"]) -> bool:
        """Whether `insert_new` takes these in one query; SQLite inserts in one table at a time."""
        connection = connections[router.db_for_write(self.model)]
        fits = len(rows) + len(references) <= TOGETHER
        return fits and (connection.vendor == "postgresql" or not references)

    def oldest_first(self) -> "StatementQuerySet":
        return self.order_by("stored", "id")


class Statement(models.Model):
    """A statement as it was received (`raw`), and the columns by which it is found. `raw` is never changed."""

    id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(
        Learner,
        on_delete=models.CASCADE,
        null=True,
        related_name="statements",
        db_index=False,
        verbose_name=_("learner"),
    )
    source = models.CharField(_("source"), max_length=10, choices=[(source.value, source.value) for source in Source])
    actor_key = models.CharField(_("actor"), max_length=2600)
    verb = models.CharField(_("verb"), max_length=250)
    object_key = models.CharField(_("object"), max_length=2600)
    # The statement that a StatementRef points at.
    target = models.UUIDField(_("target"), null=True)
    client = models.ForeignKey(
        XapiClient,
        on_delete=models.PROTECT,
        null=True,
        related_name="statements",
        db_index=False,
        verbose_name=_("client"),
    )
    registration = models.UUIDField(_("registration"), null=True)
    timestamp = models.DateTimeField(_("happened at"))
    stored = models.DateTimeField(_("stored at"))
    voided = models.BooleanField(_("voided"), default=False)
    forwarding = models.CharField(
        _("forwarding"),
        max_length=8,
        blank=True,
        choices=ForwardingState.choices,
        default=ForwardingState.NOTHING,
    )
    raw = models.TextField(_("statement"))

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        indexes = [
            models.Index(fields=["stored", "id"], name="pv_statement_stored"),
            models.Index(fields=["learner", "stored"], name="pv_statement_learner"),
            models.Index(fields=["actor_key", "stored"], name="pv_statement_actor"),
            models.Index(fields=["object_key", "stored"], name="pv_statement_object"),
            # Verbs and clients are few: their indexes hold the whole order, else SQLite would rather read by time.
            models.Index(fields=["verb", "stored", "id"], name="pv_statement_verb"),
            models.Index(
                fields=["client", "stored", "id"],
                name="pv_statement_client",
                condition=Q(client__isnull=False),
            ),
            models.Index(fields=["target"], name="pv_statement_target", condition=Q(target__isnull=False)),
            models.Index(
                fields=["registration", "stored"],
                name="pv_statement_registration",
                condition=Q(registration__isnull=False),
            ),
            models.Index(
                fields=["forwarding", "stored", "id"],
                name="pv_statement_forwarding",
                condition=~Q(forwarding=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class StatementReference(models.Model):
    """An agent or activity that a statement names beside its actor and its object, for the filters of `/xapi/`.

    `stored` is the statement's, so that one index finds the newest by key.
    """

    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, related_name="references", db_index=False, verbose_name=_("statement")
    )
    key = models.CharField(_("agent or activity"), max_length=2600)
    role = models.CharField(_("role"), max_length=10, choices=[(role.value, role.value) for role in Role])
    stored = models.DateTimeField(_("stored at"))

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [models.UniqueConstraint(fields=["statement", "key"], name="pv_reference_once")]
        indexes = [models.Index(fields=["key", "stored", "statement"], name="pv_reference_key")]

    def __str__(self) -> str:
        return self.key
