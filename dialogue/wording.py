"""Words that mean the same, words that assert nothing, and the ends of words: what comparing two sentences needs.

Both languages come out as the same concepts, so that an English passage can vouch for a German clause as far as the
words of this trade go; a word that stands in no class is its own concept, by its stem. Tables are plain data: a line
is one concept, English before the bar and German after it.
"""

import re
from functools import lru_cache

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
needs until till between m re ve ll s d via per
der die das den dem des ein eine einen einem einer eines dies diese dieser dieses diesen diesem es er sie ihn ihm ihr
ihre ihren ihrem ihrer ihres sich wir uns unser unsere unseren unserem unserer unseres du dich dir dein deine man ist
sind war waren sei sein seid seine seinen seiner wird werden wurde wurden haben hat hatte habt habe haetten hätten kann
können könnten konnte darf dürfen mag möchten möchte muss müssen soll sollen sollte will wollen zu zum zur von vom in im
ins an am auf für mit bei beim aus nach über um durch unter neben hinter vor zwischen als wie so auch und oder aber da
dann dort hier denn weil wenn falls ob dass daß damit dabei dafür davon dazu darüber darauf daran darin dorthin
was wer wo pro bis ab welche welcher welches wann warum schon noch mal eben halt etwa sowie sowohl bzw je jeweils sonst
hin her hinein heraus herein rein raus
""")  # fmt: skip
"""Words that join other words and assert nothing by themselves."""

NEUTRAL = bag("""
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
throughout else today's think believe understand hope hear number phone telephone address
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
haltestelle long lang per lassen lässt lasst dazu bescheid gerade selbst
""")  # fmt: skip
"""Words of courtesy and light verbs: what they say is said by the words beside them."""

ASSENT = bag("""
yes yeah yep yup sure certainly course absolutely definitely perfect great fine ok okay possible welcome allowed
permitted can could may gladly happy agreed deal right correct good available accept accepted
ja jawohl doch klar gern gerne natürlich selbstverständlich sicher gut prima möglich erlaubt gestattet willkommen geht
kann können darf dürfen stimmt richtig einverstanden genau verfügbar akzeptiert freilich
""")  # fmt: skip
"""Words that agree with what was asked: alone they may assert anything."""

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
kommen verkaufen liefern liefert halten hält dauert sleeps sleep looks look runs run reaches reach works work plays play begins starts ends stand stands seats leads leave leaves belongs sells eat eats sell schläft schlafen reicht führt hängt spielen beginnt endet gehört verlangen verlangt berechnen räumen zahlt wechselt wechseln changes change varies zahlen zahlt parkt parken fahren ruft rufen gilt gelten heißt pay park want steht stehen fährt fahren finden spielt findet beträgt geht werden wird möchten
""")  # fmt: skip
"""Verbs that stand between what is spoken of and what is said of it."""

GENERIC = bag("""
EURO MINUTE HOUR DAY WEEK MONTH YEAR EVENING MORNING NOON NIGHT OPEN FREE COST PERSON PAY PIECE KILOMETRE METRE SMALL
LARGE FOOT TIME
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
    "nach wunsch": "wish", "on request": "wish", "auf wunsch": "wish", "contact free": "contactless",
    "everywhere but": "everywhere except", "everything but": "everything except", "all but": "all except", "nothing but": "only", "anywhere but": "anywhere except", "every day but": "everyday except", "check in": "checkin", "check out": "checkout", "for good": "permanently",
    "kommen dazu": "extra",
    "kommt dazu": "extra",
    "come on top": "extra",
    "comes on top": "extra", "u bahn": "ubahn", "s bahn": "sbahn", "wi fi": "wifi", "barrier free": "accessible", "bar zahlen": "bargeld zahlen", "bar bezahlen": "bargeld zahlen", "in bar": "bargeld", "feel free": "", "for free": "gratis", "closing day": "ruhetag", "day off": "ruhetag", "lunch time": "lunch",
}  # fmt: skip
"""Several words that are one, or none."""

_CLASSES = """
FREE: gratis complimentary free | kostenlos kostenfrei umsonst gratis frei gebührenfrei
OPEN: open opens opened opening hours | offen geöffnet öffnen öffnet öffnungszeiten öffnung auf aufmachen
DOG: dog dogs | hund hunde hunden hundes vierbeiner
ASSISTANCE: assistance guide | assistenz assistenzhunde assistenzhund
GARDEN: garden gardens | garten gartens
TERRACE: terrace terraces patio | terrasse terrassen
DINING: dining | gastraum speiseraum
ROOM: room rooms | zimmer zimmern raum räume
BAR: bar counter | bar tresen theke
PARKING: parking park parked | parken parkt parkplatz parkplätze parkplätzen stellplatz stellplätze geparkt
GARAGE: garage | parkhaus tiefgarage garage
STREET: street | straße
OUTSIDE: outside outdoors outdoor | draußen außen
INSIDE: inside indoors indoor | drinnen innen
OWN: own | eigen eigene eigenen eigener eigenes
CASH: cash | bargeld
CARD: card cards | karte karten kartenzahlung
DEBIT: debit girocard | girocard ec
CONTACTLESS: contactless | kontaktlos kontaktlose kontaktlosen
PAY: pay paying payment payments paid | zahlen bezahlen zahlung zahlt bezahlt zahlungen bezahlung
BILL: bill bills | rechnung rechnungen
SPLIT: split splitting separately separate | getrennt aufteilen teilen
ALLERGY: allergy allergies allergic | allergie allergien allergisch
ALLERGEN: allergen allergens | allergen allergene allergenen
NUT: nut nuts | nuss nüsse nüssen
WALNUT: walnut walnuts | walnuss walnüsse walnüssen
SHELLFISH: shellfish crustaceans | krebstiere krebstieren schalentiere
TRACE: trace traces | spur spuren
KITCHEN: kitchen | küche
MILK: milk dairy | milch
EGG: egg eggs | ei eier
MUSTARD: mustard | senf
CELERY: celery | sellerie
FISH: fish | fisch
SOYA: soya soy | soja
GLUTEN: gluten | gluten
FLOUR: flour | mehl
VEGAN: vegan vegans | vegan vegane veganen veganes veganer veganem
VEGETARIAN: vegetarian vegetarians | vegetarisch vegetarische vegetarischen vegetarisches vegetarier
GLUTENFREE: glutenfree | glutenfrei glutenfreie glutenfreien glutenfreies
STEPFREE: stepfree accessible | stufenlos barrierefrei ebenerdig
HOMEMADE: homemade | hausgemacht hausgemachte hausgemachtes hausgemachter
TAKEAWAY: takeaway takeout togo | mitnehmen takeaway
DELIVER: deliver delivers delivery delivered delivering | liefern liefert lieferung lieferservice geliefert
COLLECT: collect collected pickup | abholen abgeholt holen
ORDER: order orders ordered ordering | bestellen bestellt bestellung bestellungen
CANCEL: cancel cancelling canceling cancellation cancellations | absagen absage stornieren stornierung absagt
LATE: late later delay delayed | spät später verspätung verspäten verspätet
CALL: call ring | anrufen rufen anruf ruft
VOUCHER: voucher vouchers | gutschein gutscheine gutscheinen
GIFT: gift gifts | geschenk
VALID: valid validity | gültig gelten gilt gültigkeit
SELL: sold sell sells buy bought | verkauft kaufen verkaufen
GROUP: group groups party parties | gruppe gruppen gesellschaft gesellschaften
LARGE: large larger big bigger | groß große großen großer größere größeren größer
SMALL: small smaller | klein kleine kleiner kleines kleinen
PERSON: person persons people guest guests pax | personen person leute gäste gast
CHILD: child children kid kids children's child's kinder's | kind kinder kindern
HIGHCHAIR: highchair highchairs | kinderstuhl kinderstühle kinderhochstuhl hochstuhl hochstühle kinderhochstühle
CHANGING: nappy | wickeltisch
WHEELCHAIR: wheelchair wheelchairs | rollstuhl rollstühle rollstuhlfahrer
ENTRANCE: entrance entry | eingang
TOILET: toilet toilets restroom bathroom | toilette toiletten wc
WIFI: wifi wlan internet | wlan wifi internet
MUSIC: music | musik
JAZZ: jazz | jazz jazzband
LIVE: live | live livemusik
ADMISSION: admission | eintritt
PLAY: | spielecke
SMOKE: smoke smoking smokers | rauchen geraucht raucher
DRESS: dress | kleiderordnung kleidung kleidervorschrift dresscode
CODE: code | kleiderordnung kleidervorschrift dresscode
LOST: lost forgotten | fundsachen vergessen verloren
LEFT: left | links linken linke
PART: part section | teil bereich
HEATER: heater heaters | heizstrahler heizstrahlern
BLANKET: blanket blankets | decke decken
WINTER: winter | winter
SUMMER: summer | sommer
WEATHER: weather | wetter
DRY: dry | trocken trockenem trockenen
RAIN: rain raining rains | regen regnet
EVENING: evening evenings tonight | abend abends abenden
MORNING: morning mornings | vormittag vormittags morgens
NIGHT: night nights | nacht nachts nächte nächten
AFTERNOON: afternoon afternoons | nachmittag nachmittags
LUNCH: lunch midday lunchtime | mittag mittagessen mittags mittagstisch mittagsmenü
DINNER: dinner supper | abendessen
BREAKFAST: breakfast | frühstück frühstücken
STARTER: starter starters appetizer | vorspeise vorspeisen
DESSERT: dessert desserts sweet | nachtisch nachspeise nachspeisen dessert desserts
MAIN: main mains | hauptgang hauptgericht hauptgerichte hauptgänge
COURSE: course courses | gang gänge gängen
TASTING: tasting | degustationsmenü degustation
WINE: wine wines | wein weine weinen weinbegleitung
BEER: beer beers | bier biere
PILSNER: pilsner pils | pilsner pils
DRAUGHT: draught draft tap | fass gezapft
WATER: water | wasser
BOTTLE: bottle bottles | flasche flaschen
GLASS: glass glasses | glas gläser
LITRE: litre liter litres | liter
ESPRESSO: espresso | espresso
COFFEE: coffee | kaffee
LEMONADE: lemonade | limonade
ELDERFLOWER: elderflower | holunder holunderlimonade
CORKAGE: corkage | korkgeld
SOUP: soup soups | suppe suppen
LENTIL: lentil lentils | linse linsen
RISOTTO: risotto | risotto
PUMPKIN: pumpkin | kürbis
MUSHROOM: mushroom mushrooms | pilz pilze pilzen
STROGANOFF: stroganoff | stroganoff
RICE: rice | reis
SCHNITZEL: schnitzel | schnitzel
VEAL: veal | kalb kalbs kalbfleisch
CUCUMBER: cucumber | gurke gurken gurkensalat
SALAD: salad | salat salate
POTATO: potato potatoes | kartoffel kartoffeln
FRIED: fried | gebraten gebratene brat bratkartoffeln
PIKEPERCH: pikeperch | zander
CHAR: char | saibling
SPAETZLE: spaetzle | spätzle
CHEESE: cheese | käse
ONION: onion onions | zwiebel zwiebeln
STRUDEL: strudel | strudel
APPLE: apple apples | apfel äpfel
CHOCOLATE: chocolate | schokolade schokoladen
TART: tart | tarte torte
CHERRY: cherry cherries | kirsche kirschen sauerkirschen
ICECREAM: ice cream | eis eiscreme
SCOOP: scoop scoops | kugel kugeln
BEETROOT: beetroot | bete
TARTARE: tartare | tatar
BEEF: beef | rind rinder rindfleisch
ROULADE: roulade | roulade rinderroulade
DUMPLING: dumpling dumplings | kloß klöße klößen knödel
CABBAGE: cabbage | kohl rotkohl
MEATBALL: meatball meatballs | klopse
SAUCE: sauce sauces | soße sauce soßen
CAPER: caper capers | kapern kaper
LEEK: leek | lauch
SAGE: sage | salbei
NOODLE: noodle noodles pasta | nudel nudeln
TOMATO: tomato tomatoes | tomate tomaten
FRIES: fries chips | pommes
PLAICE: plaice | scholle
HERRING: herring | hering bismarckhering matjes
ROLL: roll rolls | brötchen
BACON: bacon | speck
LABSKAUS: labskaus | labskaus
VEGETABLE: vegetable vegetables | gemüse
HARBOUR: harbour harbor port | hafen
LEAD: lead leash | leine
SPACE: space spaces | plätze stellplätze
BEHIND: behind | hinter
UNDERGROUND: underground subway metro | bahn ubahn
STATION: station | bahnhof station
BUS: bus | bus
STOP: stop stops | halt
LINE: line route | linie buslinie
WALK: walk walking walked foot | fuß fußweg laufen gehminuten spaziergang
MINUTE: minute minutes min mins | minute minuten min gehminuten
HOUR: hour hours hr hourly | stunde stunden std
DAY: day days daily | tag tage tagen
WEEK: week weeks | woche wochen
MONTH: month months | monat monate monaten
YEAR: year years | jahr jahre jahren
METRE: metre metres meter meters | meter metern
KILOMETRE: kilometre kilometres kilometer kilometers km | kilometer kilometern km
EURO: euro euros eur | euro euros eur
COST: fee fees rate rates charge | gebühr
COLLEAGUE: |
PRIVATE: private | privat private geschlossene
TABLE: table tables | tisch tische tischen
SEAT: seat seats seating | sitzplatz sitzplätze plätze plätzen platz
BOOK: book booking bookings reservation reservations reserve booked reserved | buchen buchung reservieren reservierung reservierungen gebucht reserviert
BEFORE: beforehand earlier prior | vorher zuvor
HOLIDAY: holiday holidays | feiertag feiertage betriebsferien ferien
CHRISTMAS: christmas xmas | weihnachten heiligabend
NEWYEAR: silvester | silvester
NEWYEARSDAY: neujahr | neujahr neujahrstag
WEEKEND: weekend weekends | wochenende
HALF: half | hälfte halb halbe halber
WISH: wish | wunsch
BOWL: bowl | napf schüssel
BEHAVED: behaved | verträglich verträgliche brav
SPACE2: spot | stelle
LIFT: lift elevator | aufzug fahrstuhl lift
POOL: pool | schwimmbad pool
SAUNA: sauna | sauna
BED: bed beds | bett betten
CHECKIN: checkin | einchecken
CHECKOUT: checkout | abreise auschecken
BICYCLE: bicycle bicycles bike bikes | fahrrad fahrräder rad
FLOOR: floor storey | etage stock
NEAR: near nearby beside | nahe neben nähe
KEEP: keep keeps kept | aufheben heben halten hält aufgehoben freihalten aufbewahrt bewahren
SERVE: served | serviert
MATCH: matching | passend passenden passende
BEGIN: begin begins start starts | beginnt anfängt startet
END: end ends | endet
LAST: last | letzte letzter letzten
NEED: required | nötig erforderlich
DISCOUNT: discount discounts reduction | rabatt ermäßigung nachlass
CITYTAX: | kurtaxe citytax
TAX: tax | steuer
INCLUDED: included inclusive including | inbegriffen inklusive eingeschlossen einschließlich enthalten
ARRIVE: arrive arrives arrival arriving | anreise anreisen ankunft anreist ankommen
EMAIL: email mail | mail
VIEW: view | blick aussicht
ACCEPTED: |
TELL: inform mention | mitteilen
PROMISE: promise guarantee | versprechen garantieren
EXCLUDE: exclude excluded avoided | auszuschließen ausschließen ausgeschlossen vermeiden
PLAYING: plays | spielt
"""


def _stem_en(word: str) -> str:
    for end, back in (("'s", ""), ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh")):
        if word.endswith(end) and len(word) - len(end) >= 2:
            return word[: -len(end)] + back
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    if word.endswith("ing") and len(word) > 5:
        word = _undoubled(word[:-3])
    elif word.endswith("ed") and len(word) > 4:
        word = _undoubled(word[:-2])
    return word.removesuffix("e") if len(word) > 3 else word


def _undoubled(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word


def _stem_de(word: str) -> str:
    word = word.translate(UMLAUTS)
    if len(word) > 4:
        for end in ("en", "er", "em", "es", "e", "n", "s"):
            if word.endswith(end) and len(word) - len(end) >= 3:
                return word[: -len(end)]
    return word


CONCEPTS: dict[str, dict[str, str]] = {"en": {}, "de": {}}
for _line in _CLASSES.strip().splitlines():
    _name, _, _words = _line.partition(":")
    for _language, _half in zip(("en", "de"), _words.split("|"), strict=True):
        for _word in _half.split():
            CONCEPTS[_language].setdefault(_word, _name)
_GERMAN = bag("""
der die das den dem und oder ist sind wir sie ihr ihre ihren unser unsere ein eine einen einem einer nicht kein keine mit für auf bei im am vom zum
zur haben hat kann können gibt es auch nur uhr von bis ab euro an man zu als aus nach ohne leider werden wird kostet kosten dürfen darf in
""")  # fmt: skip
_ENGLISH = bag("""
the and or is are we you your our a an not no with for on at of to from have has can there it also only until by from cost costs
in may be do does this that they us its as will up per
""")  # fmt: skip


def language_of(words: list[str], hint: str = "en") -> str:
    """English or German, by the small words and the umlauts; the hint where nothing tells."""
    german = sum(word in _GERMAN for word in words) + sum(any(c in "äöüß" for c in word) for word in words)
    english = sum(word in _ENGLISH for word in words)
    return hint if german == english else "de" if german > english else "en"


@lru_cache(maxsize=20_000)
def concept(word: str, language: str) -> str:
    """What a word stands for: the name of its class in capitals, else its stem."""
    known = CONCEPTS[language].get(word)
    if known is None and (other := CONCEPTS["de" if language == "en" else "en"].get(word)) and len(word) > 3:
        return other
    if known is not None:
        return known
    stem = (_stem_en if language == "en" else _stem_de)(word)
    return CONCEPTS[language].get(stem, stem)


@lru_cache(maxsize=64)
def _members(name: str, language: str) -> tuple[str, ...]:
    return tuple(word for word, known in CONCEPTS[language].items() if known == name)


def others(concepts: frozenset[str], language: str) -> list[str]:
    """Other words for the same concepts, for who searches by words."""
    return [word for name in sorted(concepts) for word in _members(name, language)]


_LINKS = ("", "s", "n", "en", "er", "es", "e")


@lru_cache(maxsize=20_000)
def parts(word: str) -> tuple[tuple[str, str], ...]:
    """The ways in which a German compound may be two words, as concepts: "kürbisrisotto" → (("PUMPKIN", "RISOTTO"), …).

    At least four letters before and three after; only cuts where both are words of the table, or the last is.
    """
    found = []
    table = CONCEPTS["de"]
    for at in range(3, len(word) - 2):
        tail = table.get(word[at:]) or table.get(_stem_de(word[at:]))
        if tail is None:
            continue
        head = word[:at]
        for link in _LINKS:
            if head.endswith(link) and len(head) - len(link) >= 3:
                bare = head[: len(head) - len(link)] if link else head
                found.append((table.get(bare) or table.get(_stem_de(bare)) or _stem_de(bare), tail))
    return tuple(dict.fromkeys(found))


WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
