"""The accounts of those who come by an assembly's invitation (`PV_ASSEMBLIES_ACCOUNTS`)."""

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.accounts.models import Role, User
from modules.assemblies.api import split_name


class SiteAccounts:
    """Allauth's sign-in, so that a second factor is asked for; an address that an e-mail proved is confirmed."""

    def knows(self, *, email: str) -> bool:
        mine = Q(email__iexact=email) | Q(emailaddress__email__iexact=email, emailaddress__verified=True)
        return bool(email) and User.objects.filter(mine).exists()

    @transaction.atomic
    def new_account(self, *, name: str, password: str | None, email: str) -> User:
        first, last = split_name(name)
        user = User(email=email.lower(), first_name=first, last_name=last, role=Role.SPOKESPERSON)
        user.set_password(password)
        user.save()
        if email:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def sign_in(self, *, request: HttpRequest, user: User, to: str) -> HttpResponseBase:
        return perform_login(request, user, email_verification="none", redirect_url=to)
