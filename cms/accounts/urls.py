"""Sign-up, sign-in, profile and personal data, under `/compte/`."""

from allauth.urls import urlpatterns as allauth_urlpatterns

urlpatterns = [*allauth_urlpatterns]
