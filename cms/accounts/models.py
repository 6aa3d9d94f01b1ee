"""The person who signs in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person says of themself ("je suis"); it opens no right."""

    CONSULTANT = "consultant", _("Consultant")
    EMPLOYEE = "employee", _("Employee of an organisation")
    AGENT = "agent", _("Agent of a local authority")
    ELECTED = "elected", _("Elected official")
    SPOKESPERSON = "spokesperson", _("Spokesperson")
    TRAINER = "trainer", _("Trainer")


class OptionalEmailField(models.EmailField):
    """An address that some people do not have: "" in Python, NULL in the database, where it is unique."""

    def get_prep_value(self, value: Any) -> str | None:
        return super().get_prep_value(value) or None

    def from_db_value(self, value: str | None, *_context: object) -> str:
        return value or ""


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        if not email:
            raise ValueError("a user needs an e-mail address, but for `cms.accounts.joining`")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person, known by their e-mail address; whoever came by a printed letter may have none."""

    username = None  # type: ignore[assignment]
    email: "models.EmailField[str, str]" = OptionalEmailField(  # type: ignore[misc]
        _("e-mail address"), unique=True, null=True, blank=True
    )
    role = models.CharField(_("I am"), max_length=20, choices=Role.choices, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.email
