"""Words that mean the same, words that assert nothing, and the ends of words: what comparing two sentences needs.

Both languages come out as the same concepts, so that an English passage can vouch for a German clause as far as the
words of these trades go; a word that stands in no class is its own concept, by its stem. The classes are plain data, in
classes.txt beside this file: a line is one concept, English before the bar and German after it.
"""

import re
from functools import lru_cache
from pathlib import Path

UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "ê": "e", "à": "a", "ç": "c"})


def bag(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


STOP = bag("""
a an the this that these those there here it its it's i'm i am is are was were be been being do does did has have had
having get gets got getting will would shall should we our ours us you your yours they them their he she his her which
who whom whose what where how why to of in on at by for with about into onto upon from as than then so also too and or
but while both just quite rather even well if when whenever whether since because though although however please still
yet own's such like one ones some any other another please oh ah hm now already again way it'll we'll
you'll they'll there's that's here's we're you're they're we've you've they've let's let may might can could must need
needs until till between m re ve ll s d via per after since through off up out down over very itself himself herself
themselves yourself myself ourselves once either otherwise you'd we'd they'd he'd she'd it'd who's him himself what's that'd nothing's there'd who'd where's how's
der die das den dem des ein eine einen einem einer eines dies diese dieser dieses diesen diesem es er sie ihn ihm ihr
ihre ihren ihrem ihrer ihres sich wir uns unser unsere unseren unserem unserer unseres du dich dir dein deine man ist
sind war waren sei sein seid seine seinen seiner wird werden wurde wurden haben hat hatte habt habe haetten hätten kann
können könnten konnte darf dürfen mag möchten möchte muss müssen soll sollen sollte will wollen zu zum zur von vom in im
ins an am auf für mit bei beim aus nach über um durch unter neben hinter vor zwischen als wie so auch und oder aber da
dann dort hier denn weil wenn falls ob dass daß damit dabei dafür davon dazu darüber darauf daran darin dorthin
was wer wo pro bis ab welche welcher welches wann warum schon noch mal eben halt etwa sowie sowohl bzw je jeweils sonst
hin her hinein heraus herein rein raus davor danach hierfür daher deshalb deswegen dadurch davor seit erst statt
kannst musst darfst willst sollst hast bist wirst könnt müsst dürft wollt sollt seid werdet euch euer eure eurem euren
eurer ihrs geht's gibt's ist's sonst ansonsten sobald solange sogar allerdings übrigens jedoch ebenfalls ebenso außerdem
andere anderen anderer anderes anderem sowieso ohnehin eh gleich zudem dennoch trotzdem zwar nämlich bereits jeweils generell beides beide fürs ums beim ans nun jetzt wieder
""")  # fmt: skip
"""Words that join other words and assert nothing by themselves."""

NEUTRAL = bag("""
time times limit moment rest
offer offers offering offered serve serves served serving provide provides provided find finds bring brings take takes
taking taken come comes coming go goes going know knows tell tells say says see sees look looks looking want wants use
uses used using stay join sit enjoy eat eats drink make makes give gives given ask asks help helps
reach reachable located location situated lies place guests guest visitor visitors customers
people person persons feel option options choice choices dish dishes meal meals item items thing things
information question questions answer menu listed list lists currently present presently generally usually
normally typically simply actually certainly happily kindly gladly hello hi hey thank thanks thankyou
afraid sorry unfortunately mind happy pleased glad delighted course sure good great nice lovely fine okay ok
perfect absolutely definitely gern team staff colleague colleagues us directly along together available
possible accept accepts accepted accepting allow allows allowed permit permits permitted welcome may prices priced pricing
cost costs costing price charged amounts total contain contains contained includes
comprise consist consists made prepared cooked run runs away around roughly approximately circa ca
approx mean means called named name run includes kind kinds type types
sort sorts different various several few many much lot lots here's bit during within
throughout else today's think believe understand hope hear number phone telephone address yes yeah yep okay
sadly mostly basically additionally moreover furthermore alternatively conveniently quickly easily already anyway besides
therefore hence instead altogether overall total exactly precisely surely apply applies applied work works working
expect expects remember note keen fit fits ready done doing need needing set sets stays staying bring brings along reckon count counts plan plans planned arrange arranged simply best better easiest soon
something let lets allow look looking case reason matter way ways fact bear more
begin-with miss missing head heading pop drop stop-by visit visiting visits pick picks choose
son daughter mother father wife husband mum dad friend friends relative relatives loved
bieten bietet anbieten angeboten servieren serviert gibt geben gegeben finden findet finde bringen bringt
nehmen nimmt genommen kommen kommt gehen geht wissen weiß sagen sagt sehen sieht schauen brauchen benutzen nutzen
bleiben setzen sitzen genießen essen trinken machen macht gemacht bekommen bekommt kriegen kriegt erhalten erhält
fragen frage antwort helfen hilft helfe gehört liegen liegt befindet befinden erreichen erreicht erreichbar
gäste gast besucher leute personen person auswahl gericht gerichte speise speisen speisekarte
information informationen derzeit momentan aktuell grundsätzlich normalerweise üblicherweise einfach eigentlich
tatsächlich gerne gern hallo danke leider tut leid bedauerlicherweise freuen freut natürlich selbstverständlich klar
sicher gut schön prima toll super perfekt bitte team personal kollege kollegin kollegen direkt zusammen verfügbar möglich
akzeptieren akzeptiert erlaubt gestattet willkommen dürfen preis preise kostet kosten kostete beträgt zahlt enthält
enthalten beinhaltet besteht zubereitet gekocht entfernt ungefähr rund circa zirka heißt nennt name anzahl verschiedene
mehrere einige viele paar während innerhalb glaube denke verstehe nummer telefon telefonnummer adresse anschrift lautet
ankommen hinkommen gelangen stehen steht befindlich
haltestelle long lang per lassen lässt lasst dazu bescheid gerade selbst ja jawohl nein na okay
brauchst kommst gehst nimmst findest bekommst kriegst machst denk denken denkt rechne rechnen rechnet plane planen
einplanen beachten beachte bitten klappt klappen reicht reichen genügt genügen ausreichend bereit fertig dauert dauern
dauer normal normale normalen sehr richtig richtige richtigen solche solcher lieber genau genauer schwierig wohl etwas meist meistens oft häufig zusammen insgesamt gesamt leute mensch menschen vorbei
vorbeikommen vorbeischauen läuft laufen führen führt durchführen durch hilfreich besten beste praktisch schnell
leicht problemlos bequem wohnen wohnt wohnst mehr zeit nehmen annehmen angenommen nimm stattfinden stattfindet findet
vorhanden existiert betragen sogenannte jawohl freilich beachtet denken merken holen holt lass kommst treffen trifft schauen
sohn tochter mutter vater frau mann freund freundin freunde angehörige erhältlich aufenthalt aufenthalts
""")  # fmt: skip
"""Words of courtesy and light verbs: what they say is said by the words beside them."""

ASSENT = bag("""
yes yeah yep yup sure certainly course absolutely definitely perfect great fine ok okay possible welcome allowed
permitted can could may gladly happy agreed deal right correct good available accept accepted
ja jawohl doch klar gern gerne natürlich selbstverständlich sicher gut prima möglich erlaubt gestattet willkommen geht
kann können darf dürfen stimmt richtig einverstanden genau verfügbar akzeptiert freilich
""")  # fmt: skip
"""Words that agree with what was asked: alone they may assert anything."""

PRAISE = bag("""
good great nice lovely perfect best better easiest gute gutes guten guter gut schön schöne prima toll super perfekt beste besten
""")
"""What is said of how good a thing is; elsewhere it is a courtesy."""

COURTESY_OPENING = bag("""
sure certainly absolutely definitely great perfect gladly fine okay ok agreed right correct good
gern gerne natürlich selbstverständlich klar sicher prima gut freilich genau richtig stimmt
""")  # fmt: skip
"""An opening that agrees before it is known what follows; it is left out."""

OPENING = bag("""
we our it the you they a an well this hello hi thank thanks please
wir unser unsere unseren es sie bei der die das den ein eine hallo danke bitte also
""")  # fmt: skip
"""A reply may begin with these before its clause is complete: whatever comes next, they assert nothing."""

SOFT = bag("""
go goes went travel travels run runs running handle handles deal deals adjust suggest suggests recommend recommends choose chosen press
push pull turn turns switch put puts place lay hand hands give pass carry ride rides drive drives catch arrive enter spend finish
follow join attend show shows feel seem seems appear appears hold happen happens occur depend depends belong refer concern concerns
explain continue continues differ vary prefer like love wish try tries manage prepare proceed organise organize sort pop head drop grab
gather touch spot notice watch listen wait queue share combine fill write type click tap move moves stopping
straight right almost nearly slightly little bit somewhat mostly typically commonly occasionally sometimes often too enough afterwards
beyond underneath below above honestly early straightforward proper certain sure likely usual possible advisable handy useful ideal convenient
beforehand meanwhile afterward apart minded particular general specific whatever anyhow roughly worth cheaper sensible glad
leave kick kicks amounts comes works gets makes takes keeps brings becomes became become wants wanted gone
""")  # fmt: skip
"""Verbs, adverbs and judgements that may stand in a clause which a sentence vouches for in everything else."""

FIRM = bag("""
notonly only hardly barely scarcely rarely family friendly assembly supply reply monthly weekly yearly hourly permanently temporarily
separately privately freely lately newly fully partly partially wholly exclusively internally externally organically locally fly jelly
""")  # fmt: skip
"""Words in -ly that assert something."""

NEGATORS = bag("""
not no none nobody never neither nor nothing nowhere cannot can't won't don't doesn't didn't isn't aren't
wasn't weren't hasn't haven't couldn't wouldn't shouldn't mustn't n't unable impossible forbidden prohibited banned
disallowed unavailable unwelcome lacks lack lacking
nicht nichts kein keine keinen keinem keiner keines nie niemals niemand nirgends weder unmöglich verboten
untersagt unzulässig nirgendwo
""")  # fmt: skip
EXCEPT = bag("except excluding besides apart außer ausgenommen ausser without ohne minus")
"""Denies only the few words that follow."""
ONLY = bag("only exclusively solely merely alone nur lediglich ausschließlich allein bloß purely ausschliesslich")
ALL = bag("""
all every everything everyone everybody everywhere always each whole entire entirely completely fully anytime
anywhere anything constantly
alle alles allen aller jede jeder jedes jeden jedem immer überall sämtliche ganz ganze ganzen ganzer ständig stets
jederzeit
""")  # fmt: skip
LIMITS = {
    **dict.fromkeys(("upto", "maximum", "maximal", "höchstens", "max", "mostof", "atmost", "biszu"), "most"),
    **dict.fromkeys(("atleast", "minimum", "mindestens", "starting", "min", "wenigstens"), "least"),
    **dict.fromkeys(("over", "more", "above", "exceeding", "mehr", "longer", "länger"), "more"),
    **dict.fromkeys(("under", "less", "fewer", "below", "weniger", "shorter", "kürzer", "unter"), "less"),
}
FROM = bag("from after since starting ab von seit nach beginning erst opens")
UNTIL = bag("until till to by before bis vor through upto biszu")
CONDITIONS = bag(
    "if unless provided wenn falls sofern weather wetter regen rain season saison depending subject only nur"
)
PIVOTS = bag("""
is are was were be has have do does offer offers serve serves include includes cost costs take takes accept accepts contain contains come
comes can may must open opens close closes get gets charge charges sell sells provide provides keep keeps lies needs
deliver delivers allow allows welcome call lasts means find make made there's that's it's we're we've you're they're isn't aren't don't doesn't can't
ist sind war waren hat haben gibt bieten bietet servieren serviert kosten kostet nehmen nimmt akzeptieren enthalten
enthält kann können darf dürfen muss müssen sei öffnen öffnet schließen schließt bekommen bekommt liegt liegen kommt
kommen verkaufen liefern liefert halten hält dauert sleeps sleep looks look runs run reaches reach works work plays play begins starts ends stand stands seats leads leave leaves belongs sells eat eats sell schläft schlafen reicht führt hängt spielen beginnt endet gehört verlangen verlangt berechnen räumen zahlt wechselt wechseln changes change varies zahlen zahlt parkt parken fahren ruft rufen gilt gelten heißt could would should might will need borrow rent find pay receive receives requires gets könnten könnt kannst sollten sollte müsst müssten dürft darfst musst sind brauchen brauchst braucht benötigen läuft laufen dauert dauern genügt reicht gehört gehören bekommen bekommst kommst treffen applies apply park want stops steht stehen fährt fahren finden spielt findet beträgt geht werden wird möchten
""")  # fmt: skip
"""Verbs that stand between what is spoken of and what is said of it."""

GENERIC = bag("""
EURO MINUTE HOUR DAY WEEK MONTH YEAR EVENING MORNING NOON NIGHT OPEN FREE COST PERSON PAY PIECE KILOMETRE METRE SMALL
LARGE FOOT TIME NEED BEGIN END
""")  # fmt: skip
"""Concepts that many sentences share: they do not say what a sentence is about."""

ATTRIBUTES = bag(
    "FREE VEGAN VEGETARIAN GLUTENFREE ALLOWED OPEN OWN HEAT LIVE TAKEAWAY STEPFREE HOMEMADE INCLUDED SMALL LARGE HALF"
)
"""What is said of a thing. A heading may name the thing; only the sentence itself can say this of it."""

PHRASES = {
    "no problem": "possible", "not a problem": "possible", "kein problem": "possible", "no worries": "possible", "gar kein problem": "possible", "at all": "", "of course": "course", "überhaupt": "",
    "free of charge": "gratis", "free of cost": "gratis", "at no charge": "gratis", "at no extra charge": "gratis", "no charge": "gratis",
    "without charge": "gratis", "no extra cost": "gratis", "costs nothing": "gratis", "cost nothing": "gratis", "kostet nichts": "gratis",
    "at no cost": "gratis",
    "without admission": "gratis admission", "no admission": "gratis admission", "keinen eintritt": "gratis admission",
    "car park": "parking", "car parks": "parking", "parking lot": "parking", "parking lots": "parking", "parking space": "parking",
    "parking spaces": "parking", "parking spot": "parking", "parking spots": "parking", "parking garage": "garage",
    "take away": "takeaway", "take out": "takeaway", "to go": "takeaway", "zum mitnehmen": "takeaway", "to take away": "takeaway",
    "taken away": "takeaway",
    "unter der woche": "werktags", "during the week": "weekdays", "closing days": "ruhetagen", "hair dryer": "hairdryer", "hair dryers": "hairdryers", "paddle board": "paddleboard", "paddle boards": "paddleboards", "fish fingers": "fishfingers", "tap water": "tapwater",
    "extra bed": "extrabed", "extra beds": "extrabeds", "smoke free": "smokefree", "alcohol free": "alcoholfree", "without alcohol": "alcoholfree", "ohne alkohol": "alkoholfrei", "non alcoholic": "alcoholfree", "city tax": "citytax",
    "tourist tax": "citytax", "full price": "price", "regular price": "price", "volle preis": "preis", "reguläre preis": "preis",
    "changing table": "changingtable", "changing tables": "changingtable",
    "gluten free": "glutenfree", "without gluten": "glutenfree", "free of gluten": "glutenfree", "no gluten": "glutenfree",
    "ohne gluten": "glutenfree", "frei von gluten": "glutenfree", "kein gluten": "glutenfree", "step free": "stepfree",
    "without steps": "stepfree", "no steps": "stepfree", "ohne stufen": "stepfree",
    "home made": "homemade", "house made": "homemade", "high chair": "highchair", "high chairs": "highchair",
    "at most": "atmost", "up to": "upto", "bis zu": "biszu", "at least": "atleast", "no more than": "atmost", "a maximum of": "atmost",
    "on foot": "walk", "zu fuß": "walk", "by foot": "walk",
    "e mail": "email", "new year's eve": "silvester", "new year's day": "neujahr", "christmas eve": "heiligabend",
    "half price": "half", "the half": "half", "die hälfte": "half", "well behaved": "behaved",
    "not only": "notonly", "nicht nur": "notonly", "both of": "", "a lot of": "", "as well as": "and", "as well": "", "sowohl": "", "als auch": "and",
    "such as": "and", "for example": "", "zum beispiel": "", "that said": "", "in advance": "beforehand", "im voraus": "beforehand",
    "per cent": "percent", "a half": "half", "mixed up": "mixed", "ruled out": "excluded", "rule out": "excluded",
    "not included": "extra", "be split": "splitting", "right next": "beside", "the whole table": "wholetable", "whole table": "wholetable",
    "ganzen tisch": "wholetable", "ganze tisch": "wholetable", "the entire table": "wholetable", "entire table": "wholetable", "next to": "beside",
    "nach wunsch": "wish", "on request": "wish", "upon request": "wish", "by request": "wish", "auf anfrage": "wish", "nach absprache": "wish", "nach vereinbarung": "wish", "by arrangement": "wish", "auf wunsch": "wish", "contact free": "contactless",
    "everywhere but": "everywhere except", "everything but": "everything except", "all but": "all except", "nothing but": "only", "anywhere but": "anywhere except", "every day but": "everyday except", "check in": "checkin", "check out": "checkout", "for good": "permanently",
    "working days": "workdays", "working day": "workday", "business days": "workdays", "business day": "workday", "is part of": "is included in", "isn't part of": "is extra to", "are part of": "are included in",
    "not part of": "extra to", "gehören nicht dazu": "ausgenommen", "gehört nicht dazu": "ausgenommen", "gehört dazu": "inklusive", "gehören dazu": "inklusive", "up front": "beforehand", "upfront": "beforehand",
    "im angebot": "angeboten", "without surcharge": "gratis", "no surcharge": "gratis", "at no surcharge": "gratis", "ohne aufpreis": "gratis", "ohne zuschlag": "gratis", "rund um die uhr": "24 stunden", "around the clock": "24 hours", "day and night": "24 hours", "tag und nacht": "24 stunden",
    "half off": "half", "50 percent off": "half", "your own": "", "their own": "", "front desk": "reception", "go ahead": "", "keep in mind": "", "bear in mind": "", "make sure": "", "days later": "days after", "hours later": "hours after", "weeks later": "weeks after", "workdays later": "workdays after", "minutes later": "minutes after", "sit down": "seated", "without meat": "vegetarian", "ohne fleisch": "vegetarisch",
    "meat free": "vegetarian", "on top": "surcharge", "kommt hinzu": "extra", "kommt noch hinzu": "extra", "kommt noch dazu": "extra", "kommen noch dazu": "extra",
    "drop in": "walkin", "drop ins": "walkin", "walk in": "walkin", "walk ins": "walkin", "sign up": "register", "signing up": "registering", "sign in": "signin",
    "pick up": "pickup", "picked up": "collected", "dropped off": "dropped", "los geht es": "beginnt", "los geht's": "beginnt", "geht es los": "beginnt", "geht's los": "beginnt",
    "in ordnung": "erlaubt", "kein thema": "erlaubt", "each day": "daily", "every day": "daily", "every single day": "daily", "jeden tag": "täglich", "an jedem tag": "täglich",
    "each month": "per month", "every month": "per month", "each week": "per week", "every week": "per week", "each year": "per year", "every year": "per year", "each night": "per night",
    "in the price": "included", "in the rate": "included", "part of the price": "included", "part of the rate": "included", "im preis": "inbegriffen", "im zimmerpreis": "inbegriffen",
    "every night": "per night", "each hour": "per hour", "every hour": "per hour", "each person": "per person", "a head": "per person", "a piece": "per piece", "pro kopf": "pro person",
    "jede woche": "pro woche", "jeden monat": "pro monat", "jedes jahr": "pro jahr", "jede stunde": "pro stunde", "jede nacht": "pro nacht", "im monat": "pro monat", "im jahr": "pro jahr",
    "half an hour": "30 minutes", "half hour": "30 minutes", "quarter of an hour": "15 minutes", "three quarters of an hour": "45 minutes", "halbe stunde": "30 minuten",
    "halben stunde": "30 minuten", "viertelstunde": "15 minuten", "dreiviertelstunde": "45 minuten", "a fortnight": "2 weeks", "ein halbes jahr": "6 monate", "half a year": "6 months",
    "anderthalb stunden": "90 minuten", "eineinhalb stunden": "90 minuten", "an hour and a half": "90 minutes", "one and a half hours": "90 minutes",
    "a couple of": "2", "twice": "2 times", "zweimal": "2 mal", "dreimal": "3 mal", "once a": "one time per", "einmal": "1 mal",
    "mindestalter": "alter mindestens", "minimum age": "age atleast", "mindestaufenthalt": "aufenthalt mindestens",
    "as of": "from", "as from": "from", 
    "auf der karte": "speisekarte", "auf unserer karte": "speisekarte", "non transferable": "not transferable", "non refundable": "not refundable", "at any time": "anytime",
    "ihr eigener": "", "ihr eigenes": "", "ihre eigene": "", "ihre eigenen": "", "ihren eigenen": "", "ihrem eigenen": "", "ihrer eigenen": "",
    "kommen dazu": "extra",
    "kommt dazu": "extra",
    "come on top": "surcharge",
    "comes on top": "surcharge", "u bahn": "ubahn", "s bahn": "sbahn", "wi fi": "wifi", "barrier free": "accessible", "bar zahlen": "bargeld zahlen", "bar bezahlen": "bargeld zahlen", "in bar": "bargeld", "feel free": "", "for free": "gratis", "closing day": "ruhetag", "day off": "ruhetag", "lunch time": "lunch",
}  # fmt: skip
"""Several words that are one, or none."""

_Lines = list[tuple[str, dict[str, list[str]]]]
"""By line: the name of the concept, and its words by language."""


def _read() -> tuple[_Lines, _Lines, frozenset[str]]:
    """classes.txt: the concepts whose words are meant as they stand, those whose words are meant in all their forms, and
    the compounds that are not what their halves are."""
    text = re.sub(
        r"^#.*\n", "", (Path(__file__).parent / "classes.txt").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    *tables, wholes = re.split(r"^\[.+\]$", text, flags=re.MULTILINE)[1:]
    exact, stemmed = ([_line(line) for line in table.split("\n") if line] for table in tables)
    return exact, stemmed, bag(wholes)


def _line(line: str) -> tuple[str, dict[str, list[str]]]:
    name, words = line.split(":")
    english, german = words.split("|")
    return name, {"en": english.split(), "de": german.split()}


def _stem_en(word: str) -> str:
    word = word.translate(UMLAUTS)
    for end, back in (("'s", ""), ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh")):
        if word.endswith(end) and len(word) - len(end) >= 2:
            return word[: -len(end)] + back
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    for end, least in (("ation", 4), ("ment", 4), ("ance", 5), ("ly", 5)):
        if word.endswith(end) and len(word) - len(end) >= least:
            return word[: -len(end)].removesuffix("e")
    if word.endswith("ing") and len(word) > 5:
        word = _undoubled(word[:-3])
    elif word.endswith("ed") and len(word) > 4:
        word = _undoubled(word[:-2])
    return word.removesuffix("e") if len(word) > 3 else word


def _undoubled(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word


def _stem_de(word: str) -> str:
    word = word.translate(UMLAUTS)
    for end in ("ungen", "ung", "iert", "ieren", "iere"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word[: -len(end)]
    if len(word) > 7 and word.startswith("ge") and word.endswith("t"):
        word = word[2:]
    if len(word) > 4:
        for end in ("ische", "isch", "en", "er", "em", "es", "e", "n", "s"):
            if word.endswith(end) and len(word) - len(end) >= (5 if "isch" in end else 3):
                word = word[: -len(end)]
                break
        if word.endswith("t") and len(word) > 5 and word[-2] not in "acfhpus":
            word = word[:-1]
    return word


CONCEPTS: dict[str, dict[str, str]] = {"en": {}, "de": {}}
_EXACT, _STEMMED, _WHOLES = _read()
for _name, _words in _EXACT + _STEMMED:
    for _language, _half in _words.items():
        for _word in _half:
            if "_" in _word:  # several words that are read as one
                PHRASES.setdefault(_word.replace("_", " "), _word.replace("_", ""))
            CONCEPTS[_language].setdefault(_word.replace("_", ""), _name)
_LISTED = frozenset(word.replace("_", "") for _, words in _EXACT + _STEMMED for half in words.values() for word in half)
_SHORT = frozenset(word for _, words in _EXACT for word in words["de"])
"""Words that end a compound however short they are."""
_STEMS: dict[tuple[str, str], set[str]] = {}
for _name, _words in _STEMMED:
    for _language, _of in (("en", _stem_en), ("de", _stem_de)):
        for _word in _words[_language]:
            if len(_word) > 4 and "_" not in _word:
                _STEMS.setdefault((_language, _of(_word)), set()).add(_name)
for (_language, _bare), _names in _STEMS.items():
    if len(_names) == 1 and _bare not in STOP and _bare not in NEUTRAL:  # else it stands for none of them
        CONCEPTS[_language].setdefault(_bare, *_names)
_GERMAN = bag("""
der die das den dem und oder ist sind wir sie ihr ihre ihren unser unsere ein eine einen einem einer nicht kein keine mit für auf bei im am vom zum
zur haben hat kann können gibt es auch nur uhr von bis ab euro an man zu als aus nach ohne leider werden wird kostet kosten dürfen darf in
""")  # fmt: skip
_ENGLISH = bag("""
the and or is are we you your our a an not no with for on at of to from have has can there it also only until by from cost costs
in may be do does this that they us its as will up per
""")  # fmt: skip


_UMLAUT = re.compile("[äöüß]")


def language_of(words: list[str], hint: str = "en") -> str:
    """English or German, by the small words and the umlauts; the hint where nothing tells."""
    german = len([word for word in words if word in _GERMAN])
    if _UMLAUT.search(" ".join(words)):
        german += len([word for word in words if _UMLAUT.search(word)])
    english = len([word for word in words if word in _ENGLISH])
    return hint if german == english else "de" if german > english else "en"


def stem(word: str, language: str) -> str:
    """A word without its ending."""
    return (_stem_en if language == "en" else _stem_de)(word)


@lru_cache(maxsize=20_000)
def concept(word: str, language: str) -> str:
    """What a word stands for: the name of its class in capitals, else its stem."""
    known = CONCEPTS[language].get(word)
    if known is None and word in _LISTED and len(word) > 3:
        return CONCEPTS["de" if language == "en" else "en"][word]
    if known is not None:
        return known
    bare = stem(word, language)
    return CONCEPTS[language].get(bare, bare)


def singular(word: str, language: str) -> str:
    """The class of a noun whose plural stands in no table, else nothing."""
    ends = ("s",) if language == "en" else ("n", "en", "e", "s")
    bare = (word[: -len(end)] for end in ends if word.endswith(end) and len(word) - len(end) >= 4)
    return next((CONCEPTS[language][one] for one in bare if one in CONCEPTS[language]), "")


_LINKS = ("", "s", "n", "en", "er", "es", "e")


@lru_cache(maxsize=20_000)
def parts(word: str) -> tuple[tuple[str, str], ...]:
    """The ways in which a German compound may be two words, as concepts: "kürbisrisotto" → (("PUMPKIN", "RISOTTO"), …).

    At least three letters before, and four after or a short word of the table; only cuts where both are words of the
    table, or the last is, and names no deed.
    """
    table = CONCEPTS["de"]
    if word in _WHOLES or (word in CONCEPTS["en"] and word not in table):
        return ()
    found = []
    for at in range(3, len(word) - 2):
        end = word[at:]
        tail = table.get(end) or table.get(_stem_de(end))
        if tail is None or tail.islower() or (len(end) < 4 and end not in _SHORT):
            continue
        head = word[:at]
        for link in _LINKS:
            if head.endswith(link) and len(head) - len(link) >= 3:
                bare = head[: len(head) - len(link)] if link else head
                found.append((table.get(bare) or table.get(_stem_de(bare)) or _stem_de(bare), tail))
    return tuple(dict.fromkeys(found))


WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
