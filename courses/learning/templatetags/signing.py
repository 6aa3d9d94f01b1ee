"""Where a visitor signs in or makes an account, whatever the site that hosts the apps."""

from contextlib import suppress

from django import template
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch

register = template.Library()


@register.simple_tag
def sign_in_url() -> str:
    """Where the site signs people in: Django's `LOGIN_URL`."""
    return resolve_url(settings.LOGIN_URL)


@register.simple_tag
def sign_up_url() -> str:
    """Where the site makes accounts: `PV_SIGNUP_URL`, else allauth's page, else the sign-in page."""
    for name in (getattr(settings, "PV_SIGNUP_URL", ""), "account_signup"):
        with suppress(NoReverseMatch):
            if name:
                return resolve_url(name)
    return sign_in_url()
