"""Every page of the product: axe finds nothing, a phone suffices, and French is French."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pacte.portal.providers.demonstration import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.browser]
AXE = Path(__file__).resolve().parents[1] / "assets/axe-core/4.14.1/axe.min.js"
NARROW = 320
# Words that no French sentence holds: a text was left untranslated, or comes from a library.
ENGLISH = re.compile(
    r"\b(?:the|and|of|this|that|with|your|you|please|field|required|submit|search|choose)\b",
    re.IGNORECASE,
)
SHOWN = r"""() => {
  const kept = document.body.cloneNode(true);
  for (const other of kept.querySelectorAll("[lang], script, style, template, code")) {
    other.remove();
  }
  const names = ["title", "aria-label", "placeholder", "alt"];
  const told = [...kept.querySelectorAll("*")].flatMap(
    (element) => names.map((name) => element.getAttribute(name) || "")
  );
  return [kept.textContent, ...told].join("\n").replace(/\S*\/\S*/g, "");
}"""
HERE = "/d/grand-confluent/"
PLAN = f"{HERE}plan/feuille-de-route-emploi-et-insertion/"
ACTION = f"{HERE}actions/ACT-0001/"
ORGANISATION = f"{HERE}partenaires/club-confluence-entreprises/"
PAGES = (
    HERE,
    f"{HERE}absence/",
    "/compte/moi/sessions/",
    "/compte/second-facteur/",
    "/compte/second-facteur/application/",
    "/compte/second-facteur/cles/ajouter/",
    PLAN,
    f"{PLAN}?manque=lead",
    f"{PLAN}?q=introuvable",
    f"{PLAN}par-organisme/",
    f"{PLAN}arborescence/?etat=IN_PROGRESS",
    f"{PLAN}frise/",
    f"{PLAN}tableau-de-bord/",
    f"{PLAN}calendrier/",
    f"{PLAN}filtres/?etat=DONE",
    f"{HERE}agenda/",
    f"{PLAN}ajouter/",
    f"{PLAN}coller/",
    f"{PLAN}completer/",
    f"{PLAN}parties/",
    f"{PLAN}parties/ajouter/",
    f"{PLAN}retirees/",
    f"{PLAN}colonnes/",
    f"{PLAN}vue-d-ensemble/",
    f"{PLAN}vue-d-ensemble/ecrire/",
    f"{PLAN}reunion/",
    f"{PLAN}reunion/?ecran=1",
    f"{PLAN}reunion/?ecran=2",
    f"{PLAN}exporter/",
    ACTION,
    f"{ACTION}champ/title/",
    f"{ACTION}champ/leads/",
    f"{ACTION}champ/status/",
    *(
        f"{ACTION}modifier/{group}/"
        for group in (
            "intitule",
            "texte",
            "etat",
            "echeance",
            "moyens",
            "publics",
            "rattachements",
            "place",
        )
    ),
    f"{ACTION}ligne/",
    f"{ACTION}deplacer/",
    f"{ACTION}parties/etapes/ajouter/",
    f"{ACTION}reserver/",
    f"{ACTION}suivi/ajouter/",
    f"{ACTION}fichiers/ajouter/",
    f"{ACTION}attente/",
    f"{ACTION}qui/ajouter/",
    f"{HERE}plans/",
    f"{HERE}plans/nouveau/",
    f"{HERE}plans/nouveau/?modele=cinq-axes",
    f"{HERE}premiers-pas/",
    f"{HERE}recherche/?q=mission",
    f"{HERE}aide/",
    f"{HERE}aide/commencer/",
    f"{HERE}aide/les-partenaires/",
    f"{HERE}plans/importer/",
    f"{HERE}partenaires/",
    f"{HERE}partenaires/ajouter/",
    ORGANISATION,
    f"{ORGANISATION}modifier/",
    f"{HERE}partenaires/personnes/",
    f"{HERE}partenaires/personnes/ajouter/",
    f"{HERE}partenaires/groupes/1/",
    f"{HERE}partenaires/sigles/",
    f"{HERE}partenaires/retires/",
    f"{HERE}territoire/",
    f"{HERE}territoire/changer/",
    f"{HERE}equipe/",
    f"{HERE}equipe/inviter/",
    f"{HERE}reglages/",
    "/compte/moi/",
    "/compte/qui-etes-vous/",
    "/mentions-legales/",
    "/vos-donnees/",
    "/accessibilite/",
    "/demonstration/",
)
SIGNED_OUT = (
    "/compte/connexion/",
    "/aide/commencer/",
    "/compte/mot-de-passe/oublie/",
    "/demonstration/",
)
NOWHERE = "/nulle-part/"
OF_THE_INSTALLATION = ("/", "/installation/", "/demarches/nouvelle/")


# A page just made narrow is measured once it has been drawn so.
WIDTH_ONCE_DRAWN = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
    () => done(document.documentElement.scrollWidth))))"""


def problems(page: Page) -> Iterable[str]:
    """Tell what axe finds on a wide screen, and what a phone would have to scroll sideways."""
    where = page.url.split("/", 3)[3]
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(AXE.read_text())
    for rule in page.evaluate("axe.run(document)")["violations"]:
        yield f"/{where}: {rule['id']}: {rule['nodes'][0]['html']}"
    yield from (f"/{where}: « {word} »" for word in english(page))
    page.set_viewport_size({"width": NARROW, "height": 700})
    width = page.evaluate(WIDTH_ONCE_DRAWN)
    if width > NARROW:
        yield f"/{where}: {width} px wide on a screen of {NARROW}"


def english(page: Page) -> set[str]:
    """The English words on a French page, code, paths and what says its language apart."""
    if page.evaluate("document.documentElement.lang") not in {"fr", "fr-ca"}:
        return {"html lang"}
    shown = page.evaluate(SHOWN)
    return {found.group().lower() for found in ENGLISH.finditer(shown)}


def visited(page: Page, addresses: Iterable[str], *, status: int = 200) -> Iterable[str]:
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        if answer.status == status:
            yield from problems(page)
        else:
            yield f"{address}: answered {answer.status}"


def test_no_page_keeps_anyone_out(enter: Callable[..., Page]) -> None:
    page = enter("Claire Vasseur")

    found = [*visited(page, PAGES), *visited(page, [NOWHERE], status=404)]
    page.context.clear_cookies()
    found += visited(page, SIGNED_OUT)

    assert "\n".join(found) == ""


def test_the_review_of_a_document_keeps_no_one_out(enter: Callable[..., Page]) -> None:
    page = enter("Claire Vasseur")
    page.goto(f"{HERE}plans/importer/")
    page.set_input_files("input[type=file]", SAMPLES["plan-d-action-exemple.docx"])
    page.get_by_role("button", name="Lire le document").click()
    page.get_by_role("heading", name=re.compile("À vérifier")).wait_for()

    assert list(problems(page)) == []


def test_the_parts_of_a_plan_move_and_go_on_pages_that_keep_no_one_out(
    enter: Callable[..., Page],
) -> None:
    page = enter("Claire Vasseur")
    page.goto(f"{PLAN}parties/")
    part = page.locator("a[href$='/deplacer/']").first.get_attribute("href") or ""
    one = part.removesuffix("deplacer/")

    found = [*visited(page, [one, part, f"{one}retirer/"])]

    assert "\n".join(found) == ""


def test_the_way_from_a_new_site_to_a_team_keeps_no_one_out(
    operate: Callable[[str], Page], opened: Callable[..., Page]
) -> None:
    page = operate("operatrice@exemple.test")
    found = [*problems(page)]  # the link she was given
    page.get_by_role("button", name="Entrer").click()
    found += visited(page, OF_THE_INSTALLATION)

    page.goto("/demarches/nouvelle/")
    page.get_by_label("Nom ou code officiel").fill("Rouyn-Noranda")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name=re.compile("^Ajouter Rouyn-Noranda")).first.click()
    page.get_by_role("button", name=re.compile("^Retirer Rouyn-Noranda")).first.wait_for()
    found += problems(page)
    page.get_by_label("Nom de la démarche").fill("Pacte d’essai")
    page.get_by_label(re.compile("Adresse électronique")).fill("meneuse@exemple.test")
    page.get_by_role("button", name="Ouvrir la démarche").click()
    address = page.locator(".letter strong.break").inner_text()
    code = page.locator(".letter .entry-code").inner_text()
    found += problems(page)
    found += visited(page, ["/installation/pacte-dessai/inviter/"])
    invited = opened()
    found += visited(invited, [address])
    invited.locator("[name=code]").fill(code)
    invited.get_by_role("button", name="Continuer").click()
    invited.wait_for_url("**/invitation/**")
    found += problems(invited)
    found += visited(invited, ["/invitation/inconnue/"], status=410)

    assert "\n".join(found) == ""
