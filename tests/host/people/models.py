"""Another user model than ours: a user name, and nothing of `cms`."""

from django.contrib.auth.models import AbstractUser


class Person(AbstractUser):
    """The host's own user."""
