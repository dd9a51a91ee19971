"""What surrounds each page: menu, trail, who is signed in. `ui` only draws it."""

from __future__ import annotations

from functools import partial
from typing import TypedDict
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pacte.initiatives import queries, registry, rules
from pacte.initiatives.models import Initiative
from pacte.network.queries import meanings_in
from pacte.portal.providers import guide
from pacte.ui.typography import Meanings


class Entry(TypedDict):
    label: str
    url: str
    current: bool


def frame(request: HttpRequest) -> dict[str, object]:
    initiative = getattr(request, "initiative", None)
    user = getattr(request, "user", None)
    is_known = user is not None and user.is_authenticated
    return {
        "frame": {
            "initiative_name": str(initiative) if initiative else "",
            "initiative_url": home_of(initiative) if initiative else "",
            "menu": menu(request, initiative) if initiative else [],
            "breadcrumb": trail(request, initiative) if initiative else [],
            "search_url": reverse("portal:search", args=[initiative.slug]) if initiative else "",
            "waiting_count": 0,
            "waiting_url": "",
            "theme_url": theme_of(initiative),
            "density": "",
            "paper": initiative.paper if initiative else "",
            "user_name": request.actor.label if is_known and hasattr(request, "actor") else "",
            "owner": owner_of(request) if is_known and hasattr(request, "actor") else "",
            "account": account_entries(request) if is_known else [],
            "language_url": reverse("accounts:choose_language"),
            "languages": languages(),
            "is_demo": settings.DEMO,
            "demo_url": reverse("portal:demo") if settings.DEMO else "",
            "has_mail": bool(settings.EMAIL_HOST),
            "off": registry.off(initiative) if initiative else (),
            "acronyms": Meanings(partial(meanings_in, initiative)) if initiative else None,
            "help_url": help_address(request, initiative),
            "footer": foot_links(),
            "code_url": reverse("initiatives:enter_code"),
            "to_call": partial(who_can_help, request),
        }
    }


def help_address(request: HttpRequest, initiative: Initiative | None) -> str:
    """The passage of the guide about this screen; the contents where none speaks of it."""
    match = request.resolver_match
    page, anchor = guide.explained().get(match.view_name if match else "", ("", ""))
    place = [initiative.slug] if initiative else []
    name = "portal:initiative_guide" if initiative else "portal:guide"
    if not page:
        return reverse(name, args=place)
    return f"{reverse(f'{name}_page', args=[*place, page])}#{anchor}"


def who_can_help(request: HttpRequest) -> dict[str, object]:
    """Whom to call who cannot get in; a page that says so asks it, others pay nothing.

    Those who lead the démarche that the page is about, else whom the installation names.
    """
    place = place_concerned(request)
    people = queries.leads_to_call(place, place.today(timezone.now())) if place else []
    return {"place": place, "people": people, "contact": "" if people else settings.HELP_CONTACT}


def place_concerned(request: HttpRequest) -> Initiative | None:
    """The one of the address, of the code, or of the page one goes to; else the only one.

    It tells nothing of who has an account: who asks gave the address, or holds the code.
    """
    known: Initiative | None = getattr(request, "initiative", None)
    known = known or getattr(request, "concerned", None)
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    try:
        named = {} if known else resolve(urlsplit(wanted).path).kwargs
    except (Resolver404, ValueError):
        named = {}
    if slug := named.get("initiative"):
        known = Initiative.objects.filter(slug=slug).first()
    elif (secret := named.get("secret")) and (invitation := queries.invitation_of(secret)):
        known = invitation.initiative
    if known is None:
        rows = list(Initiative.objects.order_by("pk")[:2])
        known = rows[0] if len(rows) == 1 else None
    return known


def owner_of(request: HttpRequest) -> str:
    """Names, without saying who it is, the person whose drafts a shared device keeps."""
    actor = request.actor  # type: ignore[attr-defined]  # set by a middleware of accounts
    return salted_hmac("drafts", f"{actor.kind}:{actor.key}:{actor.label}").hexdigest()[:12]


def home_of(initiative: Initiative) -> str:
    return reverse("portal:initiative_home", args=[initiative.slug])


def trail(request: HttpRequest, initiative: Initiative) -> list[dict[str, str]]:
    """Nothing on the home page itself."""
    home = home_of(initiative)
    return [] if request.path == home else [{"label": str(initiative), "url": home}]


def theme_of(initiative: Initiative | None) -> str:
    if initiative is None or not initiative.colour:
        return ""
    return reverse("portal:theme", args=[initiative.slug]) + f"?v={initiative.colour[1:]}"


def menu(request: HttpRequest, initiative: Initiative) -> list[Entry]:
    """At most seven entries, none with nothing behind it."""
    match = request.resolver_match
    part = (match.app_name, match.url_name) if match else ("", "")
    entries = [
        Entry(
            label=_("Accueil"),
            url=home_of(initiative),
            current=part == ("portal", "initiative_home"),
        )
    ]
    entries += [
        Entry(label=str(m.label), url=m.address(initiative), current=part[0] == m.name)
        for m in registry.active(initiative)
        if m.address
    ]
    entries.append(
        Entry(
            label=_("Territoire"),
            url=reverse("portal:territory", args=[initiative.slug]),
            current=part[0] == "portal" and part[1] in {"territory", "edit_territory"},
        )
    )
    own = [("members", _("Équipe"), {"members", "invite", "edit_membership"})]
    if rules.can_edit_settings(request.user, initiative):
        own.append(("edit_settings", _("Réglages"), {"edit_settings"}))
    entries += [
        Entry(
            label=label,
            url=reverse(f"initiatives:{name}", args=[initiative.slug]),
            current=part[0] == "initiatives" and part[1] in pages,
        )
        for name, label, pages in own
    ]
    return entries


def account_entries(request: HttpRequest) -> list[dict[str, object]]:
    installation = {"label": _("Installation"), "url": reverse("portal:administration")}
    return [
        {"label": _("Mes démarches"), "url": reverse("portal:home"), "post": False},
        *([{**installation, "post": False}] if rules.can_administer(request.user) else []),
        {"label": _("Mon compte"), "url": reverse("accounts:my_account"), "post": False},
        {
            "label": _("Se déconnecter"),
            "url": reverse("account_logout"),
            "post": True,
            "forget": True,
        },
    ]


def languages() -> list[dict[str, object]]:
    spoken = (get_language() or "fr")[:2]
    return [
        {"code": code, "label": label, "current": code == spoken}
        for code, label in settings.LANGUAGES
    ]


def foot_links() -> list[dict[str, str]]:
    return [
        {"label": _("Mentions légales"), "url": reverse("portal:legal")},
        {"label": _("Vos données"), "url": reverse("portal:privacy")},
        {"label": _("Accessibilité"), "url": reverse("portal:accessibility")},
    ]
