"""How numbers, bullets and what must not be taken for them are written."""

from __future__ import annotations

import re

# The last ones are bullets of Wingdings and Symbol, which reach us as private characters.
BULLETS = "•◦‣⁃∙·●○■□▪▫◆◇❖►▶➢➤➔→⇒✓✔✗☐☑☒★✦➜\uf0b7\uf0a7\uf0d8\uf0fc\uf0e8\uf076"
BULLET = re.compile(
    rf"(?:[{BULLETS}]+\ufe0f?|[-–—*+](?=[ \t\xa0]|[^\W\d_])|"
    r"[oO](?=[ \t]{2,}|\t)|o(?= [A-ZÀ-Ý]))[ \t\xa0]*"
)
INLINE_BULLET = re.compile(
    r"(?:^|(?<=[\s.;:,)]))[•◦‣●○■▪▫◆❖►➢➤✓✔☐☑\uf0b7\uf0a7\uf0d8\uf0fc](?=\s|[^\W\d_])"
)

# A dash before a word that opens a sentence: no acronym, no name of two parts.
DASHED = re.compile(
    r"(?:^|(?<=\s))[-–—] (?=(?:[A-ZÀ-Ý]['’])?[A-ZÀ-Ý]?[a-zà-ÿ’']+(?:er|ir|re|oir|ion|age|ment)\b)"
)

# Words that name a level before its number: « Fiche action n° 3 : ».
_LABEL = (
    r"(?:sous[- ]){0,2}(?:fiches?[- ](?:actions?|mesures?|projets?)|fiches?|actions?|mesures?|"
    r"axes?|objectifs?|orientations?|piliers?|enjeux?|chantiers?|volets?|th[èeé]mes?|"
    r"th[ée]matiques?|d[ée]fis?|priorit[ée]s?|projets?|moyens?|[ée]tapes?|activit[ée]s?|"
    r"programmes?|ambitions?|engagements?|cibles?|buts?|domaines?|leviers?|interventions?|"
    r"initiatives?|strat[ée]gies?|livrables?|partie|chapitre|section|goal|objective|pillar|axis|"
    r"strategy|priority|measure|step|theme|phases?|jalons?|"
    r"(?:fa|obj|os|oo|og)(?=\s?n\s?°))"
)
_QUALIFIER = (
    r"(?:[- ](?:strat[ée]giques?|op[ée]rationnel(?:le)?s?|sp[ée]cifiques?|"
    r"g[ée]n[ée]ra(?:l|le|ux|les)|prioritaires?|transversa(?:l|le|ux|les)|"
    r"principa(?:l|le|ux|les)|th[ée]matiques?|structurante?s?|directe(?:ur|urs|rice|rices)|"
    r"d['’](?:intervention|action)|de travail|de d[ée]veloppement))?"
)
_SIGN = r"(?:n\s?[°ºo]s?\.?|no\.?|num[ée]ro|#)"
ROMAN = r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2})"
_PART = rf"(?:\d{{1,3}}|[A-Z]|{ROMAN})"
_COMPOUND = (
    rf"(?:[A-Z]{{1,4}}[-.]?)?{_PART}(?:[.\-](?:\d{{1,3}}|[a-zA-Z](?![^\W_])))*[a-z]?(?![^\W_])"
)
LABELLED = re.compile(
    rf"(?P<label>(?i:{_LABEL}{_QUALIFIER}))\s*(?i:{_SIGN}\s*)?(?P<number>{_COMPOUND})"
)
SIGNED = re.compile(rf"(?i:{_SIGN})\s*(?P<number>{_COMPOUND})")
DOTTED = re.compile(
    r"(?P<number>"
    rf"(?:\d{{1,3}}|[A-Z]|{ROMAN})(?:\.\d{{1,3}})+(?:\.?[a-z](?![^\W_]))?"  # 1.1, A.1, II.2.a
    r"|[A-Z]\d{1,3}(?:\.\d{1,3})*(?:\.?[a-z](?![^\W_]))?"  # A1, A1.2
    r"|\d{1,3}\.[a-zA-Z](?![^\W_])"  # 1.a
    r"|\d{1,3}[a-z](?=\s?[).:–—-])"  # 1a)
    r"|\d{1,2}(?:-\d{1,2}){1,4}"  # 1-1
    r")"
)
CODE = re.compile(r"(?P<number>[A-Z]{1,5}[-. ]?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?)(?![^\W_])")
SINGLE = re.compile(rf"(?P<number>\d{{1,3}}|{ROMAN}|[A-Za-z])(?![^\W_])")
BRACKETED = re.compile(r"[(\[](?P<number>\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[)\]]\s+")
SEPARATOR = re.compile(r"\s*(?:[.)\]°º]\s?[-–—:]?|[-–—:/|])(?:\s+|$|(?=[^\W\d_]|[«\"“(]))")

# Names of things that look like the codes of a plan.
NOT_CODES = frozenset(
    re.findall(
        r"\w+",
        "CO H O NO CH SO PM COP G B N R RT RE RN RD D E ISO BAC CM CP CE ES UE P PIB ODD PIA CPER",
    )
)
TIME_CODE = re.compile(r"[TSQH] ?[1-4]$")
QUANTITY = re.compile(
    r"\s?(?:[%€$]|k€|M€|k\$|M\$|°C|ETP|(?:h|ans?|mois|jours?|fois|semaines?|personnes?|millions?|"
    r"milliards?|euros?|dollars?|tonnes?|ha|à|ou|et)\b|km|kg|m2|m²|MW|kW|GW|x\s?\d|\d{3}\b)"
)
THOUSANDS = re.compile(r"\d{1,3}\.\d{3}|0\.\d+")
INFINITIVE = re.compile(r"(?:[«“\"]\s*)?(?:s['’]|se\s+)?[^\W\d_]+(?:er|ir|re|oir)\b", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)")
TITLE_LETTERS = frozenset("M")  # « M. Tremblay »

# A number of a series inside a text: what comes before its last part, that part, its end.
SERIES = re.compile(
    r"(?<!\d)(?<!\d[.,])(?P<prefix>(?:[A-Z]?\d{1,2}\.)*)"
    r"(?P<last>\d{1,2}|[a-z](?=\))|(?<=\.)[a-z])(?![\d%])"
    r"(?P<end>[.)°-]?(?=\s)|[.)](?=[A-ZÀ-Ý]))"
)
# « Étape 1 : lire Étape 2 : écrire », where lines were lost.
NAMED_SERIES = re.compile(
    r"(?<!\w)(?P<label>[ÉE]tape|Phase|Jalon|Action|Mesure|Moyen|Activit[ée]|Objectif)\s(?:n°\s?)?"
    r"(?P<last>\d{1,2})\s?[:–.)-]\s",
    re.IGNORECASE,
)
# Without any of these, a line is one item.
MARKED = re.compile(r"\d\s?[.)°:–-]|[a-z]\)|\.\d|[•◦‣●○■▪▫◆❖►➢➤✓✔☐☑\uf0b7\uf0a7\uf0d8\uf0fc]")
