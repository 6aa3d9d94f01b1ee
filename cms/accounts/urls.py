"""Sign-up, sign-in, profile and personal data, under `/compte/`: French addresses, allauth's names."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import include, path, re_path

from cms.accounts import views

profile_patterns = [
    path("", views.profile, name="profile"),
    path("donnees/", views.personal_data, name="personal_data"),
    path("donnees/export.zip", views.export_personal_data, name="export"),
    path("donnees/effacer/", views.erase_personal_data, name="erase"),
]

account_patterns = [
    path("inscription/", account.signup, name="account_signup"),
    path("connexion/", views.sign_in, name="account_login"),
    path("connexion/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("inactif/", account.account_inactive, name="account_inactive"),
    path("verification/", account.reauthenticate, name="account_reauthenticate"),
    path("adresse/", account.email, name="account_email"),
    path("confirmation/", account.email_verification_sent, name="account_email_verification_sent"),
    path("confirmation/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("mot-de-passe/modifier/", account.password_change, name="account_change_password"),
    path("mot-de-passe/definir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/fait/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

mfa_patterns = [
    path("", mfa.index, name="mfa_index"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("verification/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("application/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("application/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes-de-secours/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes-de-secours/nouveaux/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes-de-secours/fichier/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]

urlpatterns = [
    path("", include((profile_patterns, "accounts"))),
    path("", include(account_patterns)),
    path("double-verification/", include(mfa_patterns)),
]
