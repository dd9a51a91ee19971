"""Signing in, shared mailboxes, language: through the doors people use."""

import datetime as dt

import pytest
from django.urls import reverse

from pacte.accounts import operations
from pacte.accounts.models import User
from pacte.core.actor import SYSTEM
from tests.factories.accounts import MailboxPersonFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


def test_sign_in_with_a_password(client):
    UserFactory(email="claire@exemple.test")

    answer = client.post(
        reverse("account_login"),
        {"login": "Claire@exemple.test", "password": "motdepasse-solide"},
    )

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_choosing_a_language_goes_back_to_a_page_of_ours(client):
    sent = {"language": "en", "next": "abc"}

    assert client.post(reverse("accounts:choose_language"), sent)["Location"] == "/"


def test_sign_in_with_a_wrong_password_keeps_the_address(client):
    UserFactory(email="claire@exemple.test")

    answer = client.post(
        reverse("account_login"), {"login": "claire@exemple.test", "password": "autre"}
    )

    assert answer.status_code == 200
    assert 'value="claire@exemple.test"' in answer.content.decode()


@pytest.mark.parametrize("host", ["", "smtp.exemple.test"])
def test_sign_in_page_offers_the_code_where_a_mail_server_sends_it(client, settings, host):
    settings.EMAIL_HOST = host

    page = client.get(reverse("account_login")).content.decode()

    assert (reverse("account_request_login_code") in page) == bool(host)


def test_sign_up_is_closed(client):
    answer = client.post(
        reverse("account_signup"),
        {
            "email": "x@exemple.test",
            "password1": "motdepasse-solide",
            "password2": "motdepasse-solide",
        },
    )

    assert "On entre sur invitation" in answer.content.decode()
    assert not User.objects.exists()


def test_sign_in_link_is_opened_by_a_scanner_without_effect_then_serves_once(client):
    user = UserFactory(password=None)
    address = reverse("accounts:sign_in_by_link", args=[operations.sign_in_link(user=user)])

    client.get(address)
    assert "_auth_user_id" not in client.session
    answer = client.post(address)

    assert (answer.status_code, client.session["_auth_user_id"]) == (302, str(user.pk))
    client.logout()
    assert client.post(address).status_code == 410


def test_a_made_up_sign_in_link_is_refused(client):
    for secret in ("MQ-abc", "xx", "MQ", "é-é"):
        assert client.get(reverse("accounts:sign_in_by_link", args=[secret])).status_code == 410


def test_a_shared_mailbox_is_asked_who_is_there_and_the_history_says_it(client):
    person = MailboxPersonFactory(name="Sandrine")
    client.force_login(person.user)

    sent_away = client.get(reverse("accounts:my_account"))
    client.post(reverse("accounts:i_am", args=[person.pk]))
    answer = client.get(reverse("accounts:my_account"))

    assert sent_away["Location"] == reverse("accounts:who_are_you")
    assert answer.wsgi_request.actor.label == f"Sandrine ({person.user})"


def test_a_person_of_another_mailbox_cannot_be_chosen(client):
    client.force_login(MailboxPersonFactory().user)

    answer = client.post(reverse("accounts:i_am", args=[MailboxPersonFactory().pk]))

    assert answer.status_code == 404


def test_a_name_already_in_the_list_says_what_to_do(client):
    person = MailboxPersonFactory(name="Sandrine")
    client.force_login(person.user)

    answer = client.post(reverse("accounts:who_are_you"), {"name": "sandrine", "job_title": ""})

    assert "choisissez-le plus haut" in answer.content.decode()


def test_who_left_the_list_is_no_longer_offered(client):
    gone, person = MailboxPersonFactory(name="Line"), MailboxPersonFactory(name="Sandrine")
    MailboxPersonFactory(name="Maud", user=gone.user)
    client.force_login(gone.user)
    client.post(reverse("accounts:i_am", args=[gone.pk]))

    stranger = client.post(reverse("accounts:remove_person", args=[person.pk]))
    client.post(reverse("accounts:remove_person", args=[gone.pk]))

    page = client.get(reverse("accounts:who_are_you"))
    assert stranger.status_code == 404
    assert [one.name for one in page.context["people"]] == ["Maud"]


def test_one_says_what_one_is_called_and_in_which_language(client):
    user = UserFactory(name="", language="fr")
    client.force_login(user)
    door = reverse("accounts:my_account")

    unnamed = client.post(door, {"name": " ", "language": "en"})
    saved = client.post(door, {"name": "Karim Belhadi", "language": "en"}, follow=True)

    user.refresh_from_db()
    assert unnamed.context["form"].errors.keys() == {"name"}
    assert (user.name, user.language) == ("Karim Belhadi", "en")
    assert "My account" in saved.text


def test_language_is_kept_on_the_account_and_goes_back_where_one_was(client):
    user = UserFactory()
    client.force_login(user)

    answer = client.post(
        reverse("accounts:choose_language"), {"language": "en", "next": "/mentions-legales/"}
    )

    user.refresh_from_db()
    assert (user.language, answer["Location"]) == ("en", "/mentions-legales/")


def test_language_never_sends_to_another_site(client):
    answer = client.post(
        reverse("accounts:choose_language"), {"language": "en", "next": "https://ailleurs.test/"}
    )

    assert answer["Location"] == "/"


def test_create_account_refuses_an_address_taken():
    UserFactory(email="claire@exemple.test")

    with pytest.raises(operations.AddressTaken):
        operations.create_account(email="CLAIRE@exemple.test", by=SYSTEM, at=NOW)


def test_nothing_forgotten_is_promised_by_mail_where_none_leaves(client, settings):
    settings.EMAIL_HOST = ""

    door = client.get("/compte/connexion/").content.decode()
    forgotten = client.get("/compte/mot-de-passe/oublie/").content.decode()

    assert "/compte/mot-de-passe/oublie/" not in door
    assert "lien de connexion" in forgotten
    assert 'type="email"' not in forgotten


def test_a_field_of_the_way_in_says_once_what_it_asks_for(client):
    page = client.get("/compte/connexion/").content.decode()

    assert "Adresse électronique" in page
    assert "placeholder" not in page


def test_a_password_chosen_is_said_in_our_words(client):
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    words = "trois petits chats bleus"

    sent = {"password1": words, "password2": words}
    page = client.post("/compte/mot-de-passe/choisir/", sent, follow=True).content.decode()

    assert "Votre mot de passe est enregistré." in page


def test_a_browser_of_quebec_signs_in_in_its_words(client):
    page = client.get("/compte/connexion/", headers={"Accept-Language": "fr-CA,fr;q=0.8"})

    assert "Courriel" in page.text
    assert page["Content-Language"] == "fr-ca"


def test_who_has_no_name_is_asked_for_it_once_the_password_is_chosen(client):
    user = UserFactory(name="")
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    sent = {"password1": "trois petits chats bleus", "password2": "trois petits chats bleus"}

    asked = client.post("/compte/mot-de-passe/choisir/", sent)
    named = client.post(asked["Location"], {"name": "Olivier Lemire", "language": "fr"})

    assert asked["Location"] == reverse("accounts:my_account")
    assert named["Location"] == "/"
