"""Who may speak to the record store."""

import hashlib
import secrets

from django.db import connections, models, router
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a client of `/xapi/` may do."""

    WRITE = "write", _("Write only")
    OWN = "own", _("Write, and read what it wrote")
    READ = "read", _("Read everything")
    ALL = "all", _("Write, and read everything")


class XapiClientQuerySet(models.QuerySet["XapiClient"]):
    def with_key(self, key: str) -> "XapiClient | None":
        """The client of this key; as each request asks it, by plain SQL."""
        names = ("id", "name", "key", "secret_hash", "scope", "active")
        alias = router.db_for_read(self.model)
        sql = f'SELECT {", ".join(names)} FROM "{self.model._meta.db_table}" WHERE key = %s'  # noqa: S608
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, [key])
            row = cursor.fetchone()
        return self.model.from_db(alias, names, row) if row else None


class XapiClient(models.Model):
    """A programme with a key and a secret; only a hash of the secret is kept.

    The secret is 256 random bits, which a plain hash protects as well as a slow one.
    """

    name = models.CharField(_("name"), max_length=120)
    key = models.CharField(_("key"), max_length=40, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    scope = models.CharField(_("rights"), max_length=10, choices=Scope.choices, default=Scope.ALL)
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = XapiClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("xAPI client")
        verbose_name_plural = _("xAPI clients")

    def __str__(self) -> str:
        return self.name

    def renew_secret(self) -> str:
        """Gives the client a key, if it has none, and a new secret, which is returned and kept nowhere."""
        secret = secrets.token_urlsafe(32)
        self.key = self.key or secrets.token_hex(16)
        self.secret_hash = hash_of(secret)
        return secret

    def knows(self, secret: str) -> bool:
        return self.active and constant_time_compare(self.secret_hash, hash_of(secret))

    @property
    def may_write(self) -> bool:
        return self.scope != Scope.READ

    @property
    def may_read(self) -> bool:
        return self.scope != Scope.WRITE

    @property
    def reads_all(self) -> bool:
        return self.scope in (Scope.READ, Scope.ALL)


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
