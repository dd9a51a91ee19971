"""A second factor: put in place, asked at each door, never gone round, taken away when lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
import time

import pytest
from allauth.account.forms import default_token_generator
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36

from pacte.accounts import http, operations, queries
from pacte.accounts.models import OpenSession
from pacte.core import sealing
from pacte.core.actor import SYSTEM
from pacte.core.models import AuditEntry
from tests.architecture.test_direction import MODULES
from tests.factories.accounts import MailboxPersonFactory, UserFactory
from tests.factories.initiatives import MembershipFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "motdepasse-solide"
STEP = "/compte/second-facteur/passer/"
INDEX = "/compte/second-facteur/"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


def code(secret=SECRET, *, later=0):
    """RFC 6238, written apart from what is tested."""
    counter = struct.pack(">Q", int(time.time()) // 30 + later)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


@pytest.fixture
def user():
    someone = UserFactory(email="claire@exemple.test")
    TOTP.activate(someone, SECRET)
    return someone


def sign_in(client, user, **more):
    sent = {"login": user.email, "password": PASSWORD, **more}
    return client.post(reverse("account_login"), sent)


def is_in(client):
    return "_auth_user_id" in client.session


def confirmed(client, user):
    """Sign in, and say again that it is she, as what changes a second factor asks."""
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_an_application_is_put_in_place_and_codes_are_shown_once(
    client, django_capture_on_commit_callbacks
):
    someone = UserFactory()
    confirmed(client, someone)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    shown = client.get(done["Location"])
    again = client.get(done["Location"])

    assert "<svg" in page.text
    assert secret in page.text
    assert queries.second_factors(someone) == queries.SecondFactors(True, [], 10)
    assert len(shown.context["unused_codes"]) == 10
    assert shown.context["unused_codes"][0] in shown.text
    assert "Ces codes ont déjà été montrés." in again.text
    assert "****" not in again.text
    assert AuditEntry.objects.filter(event="accounts.second_factor.added").count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_has_no_password_sees_the_codes_without_proving_it_again(client):
    someone = UserFactory()
    someone.set_unusable_password()
    someone.save()
    client.force_login(someone)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    shown = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)

    assert len(shown.context["unused_codes"]) == 10


def test_a_wrong_code_puts_nothing_in_place_and_keeps_the_same_square(client):
    confirmed(client, UserFactory())
    page = client.get(reverse("mfa_activate_totp"))

    refused = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert "Ce n’est pas le bon code" in refused.text
    assert refused.context["form"].secret == page.context["form"].secret
    assert not Authenticator.objects.exists()


def test_secrets_are_legible_neither_in_the_database_nor_in_the_session(client):
    someone = UserFactory()
    confirmed(client, someone)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    waiting = dict(client.session.items())
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})

    row = Authenticator.objects.get(type="totp")
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]

    assert secret not in str(waiting)
    assert secret not in str(row.data)
    assert sealing.unseal(row.data["secret"]) == secret
    assert len(sealing.unseal(seed)) == 80


def test_what_changes_it_asks_again_who_it_is(client, user):
    client.force_login(user)

    for door in ("mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        answer = client.post(reverse(door), {})
        if door != "mfa_activate_totp":  # which has one sends to taking it away
            assert answer["Location"].startswith(reverse("account_reauthenticate"))
    page = client.get(reverse("account_reauthenticate"))

    assert Authenticator.objects.filter(type="totp").exists()
    assert "Donner plutôt un code" in page.text


def test_the_right_code_signs_in_and_goes_where_one_was_going(client, user):
    asked = sign_in(client, user, next="/compte/moi/")
    page = client.get(asked["Location"])
    was_in = is_in(client)

    answer = client.post(STEP, {"code": code()})

    assert (asked["Location"], was_in) == (STEP, False)
    assert "Encore une vérification" in page.text
    assert (answer["Location"], is_in(client)) == ("/compte/moi/", True)


@pytest.mark.parametrize("later", [-1, 1])
def test_a_clock_that_is_a_little_off_is_forgiven(client, user, later):
    sign_in(client, user)

    client.post(STEP, {"code": code(later=later)})

    assert is_in(client)


@pytest.mark.parametrize("wrong", ["000000", "", "abcdef", "1" * 5_000, "０００", "\x00"])
def test_a_wrong_code_says_what_to_do(client, user, wrong):
    sign_in(client, user)

    answer = client.post(STEP, {"code": wrong})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not is_in(client)


def test_a_code_serves_once(user):
    first, second = Client(), Client()
    once = code()
    for client in (first, second):
        sign_in(client, user)
        client.post(STEP, {"code": once})

    assert (is_in(first), is_in(second)) == (True, False)


def test_a_code_does_not_serve_again_a_little_later(user, monkeypatch):
    """allauth forgets it after thirty seconds, and takes a code for ninety."""
    first, second = Client(), Client()
    once = code()
    sign_in(first, user)
    first.post(STEP, {"code": once})
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={once}")

    sign_in(second, user)
    second.post(STEP, {"code": once})

    assert not is_in(second)


def test_five_wrong_codes_close_the_step_even_to_the_right_one(client, user):
    sign_in(client, user)
    for n in range(5):
        client.post(STEP, {"code": f"00000{n}"})

    answer = client.post(STEP, {"code": code()})

    assert answer.status_code == 200
    assert not is_in(client)


def test_a_recovery_code_serves_once(user):
    RecoveryCodes.activate(user)
    once = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, user)
        client.post(STEP, {"code": once})

    assert (is_in(first), is_in(second)) == (True, False)
    assert queries.second_factors(user).codes_left == 9


# Each door, with somebody who has a second factor.


def test_the_sign_in_link_stops_at_the_second_factor_and_is_not_spent(client, user):
    secret = operations.sign_in_link(user=user)
    door = reverse("accounts:sign_in_by_link", args=[secret])

    asked = client.post(door)
    was_in = is_in(client)
    client.post(STEP, {"code": code()})

    assert (asked["Location"], was_in, is_in(client)) == (STEP, False, True)
    assert Client().post(door).status_code == 410


def test_the_code_by_mail_stops_at_the_second_factor(client, user, settings, mailoutbox):
    settings.ACCOUNT_LOGIN_BY_CODE_ENABLED = True
    client.post(reverse("account_request_login_code"), {"email": user.email})
    (sent,) = mailoutbox
    mailed = next(line for line in sent.body.splitlines() if "-" in line and " " not in line)

    asked = client.post(reverse("account_confirm_login_code"), {"code": mailed})

    assert (asked["Location"], is_in(client)) == (STEP, False)


def test_a_forgotten_password_stops_at_the_second_factor(client, user):
    key = f"{int_to_base36(user.pk)}-{default_token_generator.make_token(user)}"
    uid, _, token = key.partition("-")
    start = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    form = client.get(start, follow=True)
    words = "trois petits chats bleus"

    asked = client.post(
        form.request["PATH_INFO"], {"password1": words, "password2": words}, follow=True
    )

    assert not is_in(client)
    assert "Encore une vérification" in asked.text


def test_no_door_of_ours_signs_in_by_itself():
    """`accounts.http.enter` goes through the second factor; Django's `login` would not."""
    by_itself = [
        str(path)
        for path in MODULES
        if "contrib.auth import" in (text := path.read_text())
        and any("contrib.auth import" in line and " login" in line for line in text.splitlines())
    ]

    assert by_itself == []


def test_between_the_two_steps_nothing_opens(client, user):
    MembershipFactory(user=user, lead=True)
    sign_in(client, user)

    for door in ("accounts:my_account", "accounts:sessions", "mfa_index", "mfa_activate_totp"):
        assert client.get(reverse(door))["Location"].startswith("/compte/connexion/")
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert Authenticator.objects.filter(type="totp").exists()


def test_the_step_cannot_be_entered_without_the_first(client, user):
    answer = client.post(STEP, {"code": code()})

    assert (answer["Location"], is_in(client)) == ("/compte/connexion/", False)


def test_the_step_of_one_does_not_take_the_code_of_another(client, user):
    intruder = UserFactory()
    TOTP.activate(intruder, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
    sign_in(client, user)

    client.post(STEP, {"code": code("KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")})

    assert not is_in(client)


def test_a_closed_account_does_not_pass_with_the_right_code(client, user):
    sign_in(client, user)
    operations.close_account(user=user, by=SYSTEM, at=timezone.now())

    client.post(STEP, {"code": code()})

    assert client.get("/compte/moi/").status_code == 302


@pytest.mark.parametrize(
    "elsewhere", ["https://ailleurs.test/", "//ailleurs.test", "/\\ailleurs.test", "javascript:x"]
)
def test_the_step_never_leads_to_another_site(client, user, elsewhere):
    sign_in(client, user, next=elsewhere)

    answer = client.post(f"{STEP}?next={elsewhere}", {"code": code(), "next": elsewhere})

    assert answer["Location"] == "/"


def test_the_step_takes_the_forms_of_the_site_only(user):
    guarded = Client(enforce_csrf_checks=True)

    assert guarded.post(STEP, {"code": code()}).status_code == 403
    assert guarded.post("/compte/connexion/cle/", {"credential": "{}"}).status_code == 403


EMPTY = dict.fromkeys(
    ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"), "MQ"
)
GARBAGE = ["", "x", "1", "[]", "null", "{}", '{"id": 1}', '{"id": "é", "rawId": "~"}']
GARBAGE += [
    json.dumps({"id": "YQ", "rawId": "YQ", "type": "public-key", "response": response})
    for response in (
        EMPTY,
        {"userHandle": "!!"},
        EMPTY | {"userHandle": "OTk5OTk5OTk5OTk5OTk5OTk5OTk"},
    )
]


@pytest.mark.parametrize("sent", GARBAGE)
def test_what_no_browser_sends_as_a_passkey_is_refused_in_words(client, user, sent):
    by_key = client.post("/compte/connexion/cle/", {"credential": sent})
    sign_in(client, user)
    at_step = client.post(STEP, {"credential": sent})
    confirmed(client, UserFactory())
    client.get(reverse("mfa_add_webauthn"))
    added = client.post(
        reverse("mfa_add_webauthn"), {"credential": sent, "name": "x", "passwordless": "True"}
    )

    assert by_key["Location"] == "/compte/connexion/"
    assert at_step.status_code == 200
    assert added.status_code == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_the_passkey_of_another_is_neither_renamed_nor_removed(client, user):
    key = Authenticator.objects.create(
        user=user, type="webauthn", data={"name": "Bureau", "credential": {}}
    )
    confirmed(client, UserFactory())

    for door in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.post(reverse(door, args=[key.pk]), {"name": "x"}).status_code == 404


def test_a_passkey_is_renamed_and_removed_by_its_owner(client):
    someone = UserFactory()
    key = Authenticator.objects.create(
        user=someone, type="webauthn", data={"name": "Bureau", "credential": {}}
    )
    confirmed(client, someone)

    client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Maison"})
    listed = client.get(INDEX)
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert "Maison" in listed.text
    assert not queries.second_factors(someone)


# Lost, or required.


def test_a_lost_second_factor_is_reset_and_the_history_keeps_it(client, user):
    RecoveryCodes.activate(user)
    sign_in(client, user)
    client.post(STEP, {"code": code()})

    count = operations.reset_second_factor(user=user, by=SYSTEM, at=timezone.now())

    assert count == 2
    assert not OpenSession.objects.exists()
    assert client.get("/compte/moi/").status_code == 302
    entry = AuditEntry.objects.get(event="accounts.second_factor.reset")
    assert entry.changes == {"kind": [["recovery_codes", "totp"], []]}
    assert sign_in(Client(), user)["Location"] == "/"


def test_with_its_key_lost_no_code_fits_and_nothing_breaks(client, user, settings):
    RecoveryCodes.activate(user)
    settings.SECRET_KEY = "another"
    sign_in(client, user)

    answer = client.post(STEP, {"code": code()})

    assert answer.status_code == 200
    assert not is_in(client)
    assert confirmed(Client(), user).get(reverse("mfa_generate_recovery_codes")).status_code == 200


def test_a_former_key_still_reads_until_all_is_sealed_anew(client, user, settings):
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [former]
    sign_in(client, user)
    client.post(STEP, {"code": code()})
    with_former = is_in(client)

    lost = operations.reseal_second_factors()
    settings.SECRET_KEY_FALLBACKS = []

    assert (with_former, lost) == (True, 0)
    assert sealing.unseal(Authenticator.objects.get().data["secret"]) == SECRET


def test_what_no_key_reads_is_counted_and_left(user, settings):
    settings.SECRET_KEY = "another"

    assert operations.reseal_second_factors() == 1


@pytest.mark.parametrize(
    ("required", "who", "stopped"),
    [
        ("none", "lead", False),
        ("administrators", "observer", False),
        ("administrators", "lead", True),
        ("administrators", "operator", True),
        ("all", "observer", True),
    ],
)
def test_where_it_is_required_nothing_opens_before_it_is_there(
    client, settings, required, who, stopped
):
    settings.REQUIRE_SECOND_FACTOR = required
    if who == "operator":
        someone = UserFactory(is_staff=True)
    else:
        someone = MembershipFactory(**({"lead": True} if who == "lead" else {})).user
    client.force_login(someone)

    answer = client.get("/compte/moi/")
    told = client.get(INDEX).text

    assert answer.status_code == (302 if stopped else 200)
    assert ("Encore une étape avant d’entrer" in told) == stopped
    assert client.post(reverse("account_logout")).status_code == 302


def test_once_it_is_there_the_pages_open_without_a_query_more(client, settings, user):
    settings.REQUIRE_SECOND_FACTOR = "all"
    sign_in(client, user)
    client.post(STEP, {"code": code()})
    client.get("/compte/moi/")

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/compte/moi/")

    assert (page.status_code, len(asked)) == (200, 2)


def test_few_people_are_remembered_by_a_process(settings, monkeypatch):
    settings.REQUIRE_SECOND_FACTOR = "administrators"
    monkeypatch.setattr(http.Sightings, "MOST", 2)
    guard = http.SecondFactorFirst(lambda _request: None)

    assert all(guard.may_pass(UserFactory()) for _ in range(4))
    assert len(guard.passed) == 2


def test_behind_a_shared_mailbox_one_is_told_that_each_will_pass_it(client):
    person = MailboxPersonFactory()
    client.force_login(person.user)
    client.post(reverse("accounts:i_am", args=[person.pk]))

    assert "chacune devra passer cette étape" in client.get(INDEX).text
