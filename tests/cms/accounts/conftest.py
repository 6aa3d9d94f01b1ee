import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

PASSWORD = "la-loutre-descend-la-riviere"


@pytest.fixture
def person(db):
    user = get_user_model().objects.create_user(
        "claire@example.org", PASSWORD, first_name="Claire", last_name="Moreau", role="consultant"
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client
