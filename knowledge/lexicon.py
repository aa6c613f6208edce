"""Words that lead to the same passages: what a question is widened by before it is compared with passages word by word.

A line is one thing, English before the bar and German after it; an underscore joins what is said in several words. It is
looser than `dialogue/wording.py`, because finding is not vouching: a question about a crib shall find the cots, although
a crib is not promised by them. Both halves lead to passages in both languages, so that what a house has written down in
one language is found by who speaks the other.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from language.lexicon import COMMON

_LINES = """
parking park car_park parking_lot garage car | parken parkplatz parkplätze parkhaus tiefgarage garage stellplatz auto wagen pkw
charge charging charger tesla kilowatt | laden aufladen ladesäule ladestation kilowatt strom
electric_car ev tesla charging charger | elektroauto e_auto ladesäule ladestation
street road | straße
dog dogs puppy pet pets dachshund poodle labrador terrier retriever bulldog | hund hunde welpe haustier haustiere vierbeiner dackel pudel labrador terrier schäferhund mops
cat pet horse rabbit bird | katze kater pferd kaninchen vogel haustier haustiere
leash lead | leine
wheelchair pram buggy stroller pushchair accessible accessibility step_free barrier_free disabled handicapped ramp | rollstuhl kinderwagen buggy rollator rollstuhlgerecht barrierefrei barrierefreiheit stufenlos ebenerdig behindertengerecht gehbehindert rampe
lift elevator | aufzug lift fahrstuhl
stairs steps | treppe stufen
entrance entry door | eingang tür zugang
toilet toilets restroom bathroom loo | toilette toiletten wc klo
high_chair high_chairs highchair highchairs booster_seat booster_seats booster baby_chair baby_seat | kinderstuhl kinderstühle hochstuhl kindersitz kinderhochstuhl
changing_table changing nappy diaper change_the_baby change_a_baby change_our_baby change_my_baby baby_change change_nappies | wickeltisch wickeln wickelraum windel wickelmöglichkeit wickelplatz wickelkommode
cot crib baby_cot baby_bed | babybett kinderbett gitterbett reisebett zustellbett
child children kid kids toddler son daughter family year_old teen teens teenager teenagers | kind kinder kleinkind kleine kleinen sohn tochter familie jugendliche teenager teenie
baby infant | baby säugling
play playground play_room play_corner toys sandpit | spielplatz spielzimmer spielecke spielen spielzeug sandkasten
fish_fingers | fischstäbchen
pay paying payment | zahlen bezahlen zahlung bezahlung begleichen
cash | bar bargeld bares
card credit_card debit_card visa mastercard girocard amex american_express | karte mit_karte per_karte karte_zahlen nehmen_sie_karte nehmt_ihr_karte geht_karte kreditkarte ec_karte girocard visa mastercard american_express karten kartenzahlung
contactless apple_pay google_pay phone_payment | kontaktlos handy
bill check split separately | rechnung getrennt aufteilen teilen
deposit prepayment advance pay_in_advance pay_upfront | anzahlung kaution vorauszahlung anzahlen
tip gratuity | trinkgeld
price cost rate rates much expensive cheap fee | preis preise kosten kostet teuer günstig gebühr tarif
free complimentary free_of_charge gratis no_charge | kostenlos gratis umsonst frei unentgeltlich
included include contain extra on_top | inbegriffen enthalten inklusive dazu extra drin
tax city_tax tourist_tax visitor_tax | steuer kurtaxe ortstaxe tourismusabgabe
vat value_added_tax sales_tax tax | mehrwertsteuer umsatzsteuer mwst steuer steuern
discount reduction half | rabatt ermäßigung nachlass hälfte
voucher vouchers gift_card gift_voucher gift_certificate present gift | gutschein gutscheine geschenk geschenkgutschein verschenken schenken
valid validity expire expires expiry | gültig gültigkeit gelten gilt ablaufen einlösen
cancel cancellation cancelling call_off refundable refund | absagen absage stornieren stornierung storno abbestellen
rebook rebooking change_dates change_the_dates change_my_dates change_a_stay changing_a_stay | umbuchen umbuchung verschieben
leave_early leaving_early day_early day_earlier depart_early leave_earlier go_home_early | früher_abreisen früher_abreise tag_früher vorzeitig eher_abreisen
half_board full_board all_inclusive board_basis | halbpension vollpension all_inclusive verpflegung
baby_monitor baby_phone babyphone baby_listening | babyphone babyfon babyphon
no_show turn_up not_come | nicht_erscheinen nicht_kommen
late delay delayed delays traffic stuck | spät später verspätung verspäten stau zu_spät
hold keep | halten freihalten frei_halten aufheben
group groups party parties people company | gruppe gruppen gesellschaft gesellschaften runde verein firma chor
private_party celebration celebrate event wedding anniversary reception function | feier feiern fest hochzeit jubiläum veranstaltung betriebsfeier firmenfeier geschlossene_gesellschaft
hire rent exclusive whole_house venue | mieten vermieten ganze_haus exklusiv saal
meeting meetings conference seminar workshop | tagung tagungen konferenz besprechung seminar tagungsraum
birthday birthdays candle celebrate_a_birthday birthday_party | geburtstag geburtstage kerze geburtstag_feiern kindergeburtstag
cake birthday_cake own_cake plate_charge | kuchen torte torten geburtstagstorte tellergeld
garden beer_garden outside outdoors open_air | garten biergarten draußen im_freien
outside outdoors outdoor open_air al_fresco garden terrace patio | draußen im_freien außenbereich garten terrasse
terrace patio balcony deck | terrasse balkon
inside indoors dining_room | drinnen drin innen gastraum
heater heaters blanket blankets | heizstrahler decke decken
rain raining weather | regen regnet wetter
winter cold | winter kalt
summer | sommer
view views harbour harbor sea water | blick aussicht ausblick hafen wasser
lake lakeside shore | see ufer seeblick
wifi wlan internet wireless | wlan wifi internet
music band concert live jazz | musik band konzert livemusik jazz jazzband
admission entry_fee ticket | eintritt eintrittskarte
takeaway take_away take_out to_go takeout collect pick_up | mitnehmen zum_mitnehmen abholen außer_haus
deliver delivery | liefern lieferung lieferservice lieferdienst
order ordering | bestellen bestellung
dress dress_code wear clothes clothing suit tie formal | kleidung kleiderordnung anziehen anzug krawatte dresscode
smoke smoking smoker cigarette cigarettes cigar | rauchen geraucht raucher raucherecke zigarette zigaretten rauchfrei
lost forgot forgotten left_behind lost_property mislaid | fundsachen verloren vergessen liegen_lassen liegengelassen fundbüro
get_there directions route reach arrive way | anfahrt hinkommen weg anreise wegbeschreibung
underground subway metro tube station train | ubahn u_bahn bahnhof bahn station zug haltestelle
bus coach stop | bus haltestelle buslinie
ferry boat_line | fähre
taxi cab transfer shuttle airport flight pick_us_up | taxi transfer shuttle flughafen flughafentransfer flug
motorway highway exit | autobahn ausfahrt
hike hiking walks footpath trail | wandern wanderung wanderweg spazieren spaziergang
walk walkable foot on_foot far distance near nearby close | fuß zu_fuß weit entfernt entfernung nähe gehminuten
allergy allergies allergic intolerance intolerant allergen allergens | allergie allergien allergisch unverträglichkeit allergene vertrage
trace traces | spur spuren
nut nuts walnut walnuts peanut | nuss nüsse walnüsse erdnuss
shellfish crustacean crustaceans shrimp prawn | krebstiere krabben schalentiere meeresfrüchte garnelen
gluten gluten_free coeliac celiac wheat flour | gluten glutenfrei zöliakie weizen mehl
milk dairy lactose | milch laktose
oat_milk | hafermilch
egg eggs | ei eier
mustard | senf
celery | sellerie
soya soy | soja
vegan plant_based | vegan vegane veganer veganes veganerin pflanzlich
vegetarian vegetarians vegan meatless without_meat meat_free | vegetarisch vegetarier vegetarierin vegan fleischlos ohne_fleisch
starter starters appetizer appetiser | vorspeise vorspeisen
soup soups shrimp_soup lentil_soup | suppe suppen linsensuppe krabbensuppe
salad lettuce | salat feldsalat
main mains main_course main_courses entree | hauptgericht hauptgerichte hauptgang hauptspeise
dessert desserts sweet pudding afters | nachtisch nachspeise nachspeisen dessert süßes süßspeise
ice_cream scoop scoops sorbet | eis kugel kugeln
fish seafood catch | fisch fischgericht fischgerichte fang
catch_of_the_day fresh_fish | fang_des_tages tagesfang
plaice | scholle
cod | kabeljau
coley pollock | seelachs
herring pickled_herring | hering matjes bismarckhering
char trout | saibling forelle
pike_perch zander | zander
mussel mussels molluscs | muscheln miesmuscheln weichtiere
shrimp_soup | krabbensuppe
herring_roll fish_roll sandwich | fischbrötchen brötchen
meat beef pork | fleisch rind rinder
pork bacon | schwein schweinefleisch speck
roulade beef_roulade | roulade rinderroulade rouladen
schnitzel escalope veal | schnitzel kalb wiener_schnitzel wiener
meatball meatballs | klopse frikadelle bulette
tartare | tatar rindertatar
beetroot | rote_bete
goat_cheese cheese | käse ziegenkäse
lentil lentils | linse linsen linsensuppe linsenbolognese
pumpkin | kürbis kürbisrisotto
risotto rice | risotto reis
mushroom mushrooms | pilz pilze
noodles pasta spaghetti bolognese spaetzle | nudeln spätzle pasta bolognese
potato potatoes fries chips | kartoffel kartoffeln pommes bratkartoffeln salzkartoffeln
vegetable vegetables oven_vegetables | gemüse ofengemüse
bread roll rolls | brot brötchen
apple | apfel äpfel
strudel apple_strudel | strudel apfelstrudel
chocolate | schokolade schokoladentarte
berry compote red_berry_compote | grütze rote_grütze beeren
cherry cherries | kirsche kirschen sauerkirschen
cinnamon cinnamon_bun | zimt franzbrötchen
lunch midday lunchtime lunch_menu | mittag mittagessen mittagstisch mittagsmenü mittagskarte
dinner supper evening_meal restaurant eat | abendessen essen restaurant
restaurants inn italian pizzeria eat_out restaurants_nearby restaurant_nearby places_to_eat | restaurants gasthof gasthaus wirtshaus italiener essen_gehen
breakfast brunch buffet | frühstück frühstücken brunch büfett hafenfrühstück
tasting_menu tasting set_menu five_course course courses | degustationsmenü menü gänge gang degustation
kids_menu childrens_menu children | kinderteller kindermenü kindergericht kinderkarte
menu | karte speisekarte
recommend recommended recommendation speciality specialty | empfehlen empfiehlt empfehlung empfohlen spezialität
wine riesling white_wine red_wine pinot | wein riesling weißwein rotwein hausriesling grauburgunder weinbegleitung
wine_pairing wine_pairings pairing matching_wines | weinbegleitung passende_weine
truffle truffles truffled | trüffel
goose geese roast_goose christmas_goose | gans gänse gänsebraten weihnachtsgans martinsgans
duck | ente enten
venison game deer | wild hirsch reh wildragout
ragout stew | ragout
oyster oysters | auster austern
cooking_class cooking_classes cooking_course cookery_class cookery_course class classes | kochkurs kochkurse kurs kurse
corkage own_wine own_champagne own_bottle own_drinks bring_your_own | korkgeld eigenen_wein eigenen_sekt eigenen_champagner mitgebracht
beer pilsner lager draught draft | bier pils fassbier pilsner
drink drinks beverage beverages | getränk getränke trinken
water tap_water mineral_water | wasser leitungswasser mineralwasser
coffee espresso cappuccino tea | kaffee espresso cappuccino tee
lemonade soft_drink spritzer juice | limonade saft schorle rhabarberschorle holunderlimonade
cocktail cocktails gin negroni spritz | cocktail cocktails gin negroni spritz
alcohol_free non_alcoholic mocktail without_alcohol | alkoholfrei alkoholfreies ohne_alkohol
table tables seat seats seating | tisch tische platz plätze sitzplatz
long how_long duration time_limit | lange dauer wie_lange
leave vacate out | verlassen räumen raus
stay remain linger table | bleiben sitzen_bleiben tisch
reservation booking book reserve | reservierung reservieren buchung buchen
walk_in walk_ins without_reservation spontaneously | spontan unangemeldet ohne_reservierung
check_in checkin arrival arrive early | einchecken check_in anreise ankunft ankommen bezugsfertig beziehbar
check_out checkout departure leave late_checkout | auschecken check_out abreise abreisen späte_abreise abreisetag räumen
key key_box night_arrival get_in get_inside midnight reception desk | schlüssel schlüsselkasten nachts_rein komme_ich_rein kommt_man_rein reinkommen hineinkommen mitternacht rezeption empfang
room rooms | zimmer raum
single single_room | einzelzimmer einbettzimmer
double double_room twin | doppelzimmer zweibettzimmer
lake_view lake_view_room | seeblick zum_see
family_room bunk_bed four_people | familienzimmer etagenbett vier_personen
suite | suite
bed beds | bett betten
bathtub bath tub | badewanne wanne
shower | dusche
stove fireplace tiled_stove | ofen kamin kachelofen
hair_dryer hairdryer blow_dryer | föhn fön haartrockner
air_conditioning a_c air_con ac aircon fan fans cool | klimaanlage klima klimatisiert ventilator ventilatoren
heated warm heater heaters temperature degrees | beheizt warm heizstrahler temperatur grad
television tv | fernseher fernsehen tv
safe | safe tresor
kettle | wasserkocher
minibar | minibar
towel towels bathrobe bathrobes | handtuch handtücher bademantel bademäntel
pool swimming_pool swim swimming | pool schwimmbad schwimmbecken hallenbad schwimmen
sauna steam_bath spa wellness | sauna dampfbad spa wellness
massage massages back_rub treatment treatments spa_treatment spa_treatments | massage massagen massieren massiert anwendung
beach bathe swim swimming lawn jetty | strand baden schwimmen liegewiese steg badestelle
rowing_boat boat boats paddle_board paddle_boards sup canoe kayak | ruderboot ruderboote boot boote stehbrett stehbretter sup paddle_board kanu
bicycle bicycles bike bikes e_bike cycling cycle bike_rental bike_hire | fahrrad fahrräder rad räder e_bike radfahren fahrradverleih leihrad leihräder
luggage suitcase suitcases bag bags baggage | gepäck koffer tasche taschen
laundry wash washing iron ironing | wäsche waschen bügeln bügeleisen reinigung
printer print desk work working office library | drucker drucken ausdrucken schreibtisch arbeiten bibliothek
fast speed megabit | schnell geschwindigkeit megabit
quiet noise noisy loud silence | ruhe ruhig laut lärm nachtruhe ruhezeiten
season high_season holidays christmas new_year easter | saison hauptsaison feiertage weihnachten silvester ostern
closed closing shut winter_break holiday_break | geschlossen winterpause betriebsferien ruhetag zu
weekend friday saturday sunday | wochenende freitag samstag sonntag
morning | morgen morgens früh vormittag
evening night tonight | abend abends nacht
august july june high_season | august juli juni hauptsaison
rent monthly | miete kaltmiete warmmiete mieten
buy purchase sell | kaufen kauf verkaufen
flat apartment | wohnung apartment appartement
house | haus einfamilienhaus
viewing visit | besichtigung besichtigen termin
kitchen fitted_kitchen | küche einbauküche
basement cellar storage | keller kellerraum lagerraum abstellraum
store storing put_away cellar | abstellen unterstellen lagern keller
heating energy | heizung energieausweis
square_metres size area large big wide | quadratmeter größe fläche groß breit
floor storey | stock etage stockwerk
money_back refund refundable return | rückerstattung rückgabe erstattung umtausch
warranty guarantee | garantie gewährleistung
shipping postage send | versand versandkosten schicken senden nachsenden
invoice receipt | rechnung quittung beleg
password login account | passwort anmeldung konto
bar counter | theke tresen
contact email mail | kontakt e_mail email mail
"""

_SMALL = """
a an the and or but so if then than as of to in on at by for from with without about into is are was were be been am do
does did done have has had having can could may might must shall should will would i i'm i'd i'll i've you your yours u
we we're we'd we'll our ours us they them their he she his her it its it's my mine me this that these those there here
what what's whats when where which who whom whose why how any some no not don't doesn't isn't aren't please thanks thank
hello hi hey just also too very get got give let tell know like want need need's wondering wanted check whether
possible is there's one two somewhere something anything someone ok okay still
der die das den dem des ein eine einen einem einer eines und oder aber dass ob wenn als wie was wer wo wann warum wieso
welche welcher welches welchen in im an am auf aus bei beim bis für gegen mit nach von vom vor zu zum zur über unter um
durch ist sind war waren sei wird werden wurde hat habe haben hatte hätte hätten kann kannst können könnte könnten darf
dürfen muss müssen soll sollen will wollen möchte möchten würde würden wüssten ich du er sie es wir ihr euch uns mir mich dir dich
sich mein meine meinen meiner meinem dein unser unsere unseren ihre ihren ihrem ihrer ihres euer eure ihnen sonst mit da dann hier
dort auch noch nur schon mal denn doch ja nein nicht kein keine keinen bitte danke hallo guten tag gibt gibts gibt's geht
man mehr sehr so etwas was irgendwo irgendwas jemand gern gerne eigentlich gerade welch haben's bekomme bekommen kriege
kriegen machen macht ne nen nem ner 'ne 'nen n hab habt ham hamse haste kannst könnt dürft wollt seid bist hätt wär möcht
"""
STOP = frozenset(_SMALL.split())
"""Small words of both languages, and the words in which anything at all can be asked: they find nothing by themselves."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ENDINGS = ("ungen", "innen", "en", "er", "em", "es", "e", "n", "s")
LONGEST_PHRASE = 4


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its commonest endings, of either language: what inflection changes is cut off."""
    word = word.lower()
    if apart := _APART.get(word):
        return apart
    word = word.translate(_PLAIN)
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(_WHOLE):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (3 if ending == "s" else 4):
            return word[: -len(ending)]
    return word


_APART = {"küche": "kueche", "küchen": "kueche"}
"""What would have the stem of something else: a kitchen is no cake."""
_WHOLE = ("los", "ss", "ß")
"""Ends of words whose last letter is no ending: "kontaktlos" has the stem of "kontaktlose"."""
_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "'": ""})


def _key(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(stem(word) for word in words)


def _table() -> dict[tuple[str, ...], list[int]]:
    table: dict[tuple[str, ...], list[int]] = {}
    for n, (english, german) in enumerate(THINGS):
        for phrase in (*english, *german):
            table.setdefault(_key(phrase), []).append(n)
    return table


def _read() -> Iterator[tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]]:
    for line in _LINES.strip().splitlines():
        english, german = (tuple(tuple(word.split("_")) for word in half.split()) for half in line.split("|"))
        yield english, german


THINGS = tuple(_read())
_KNOWN = _table()


def _near() -> dict[str, set[str]]:
    """Single words by what is left of them without one letter: who shares such a rest is at most two letters away."""
    near: dict[str, set[str]] = {}
    for key in _KNOWN:
        if len(key) == 1 and len(key[0]) >= 5:
            for rest in _rests(_sounded(key[0])):
                near.setdefault(rest, set()).add(key[0])
    return near


def _sounded(word: str) -> str:
    """A word with one sign for what sounds alike: "Kurtakse" is "Kurtaxe"."""
    for sign, sounds in _SOUNDS:
        word = sounds.sub(sign, word)
    return word


_SOUNDS = tuple(
    (sign, re.compile(sounds))
    for sign, sounds in (("x", "chs|cks|ks"), ("f", "ph"), ("t", "th|dt"), ("k", "ck"), ("z", "tz"))
)


def _rests(word: str) -> set[str]:
    return {word, *(word[:n] + word[n + 1 :] for n in range(1, len(word)))}


_NEAR = _near()


@lru_cache(maxsize=4096)
def _spelt(word: str) -> tuple[str, ...]:
    """The words of the table that a misspelt word probably is: one letter too many, too few, wrong, or two swapped."""
    if len(word) < 5 or (word,) in _KNOWN:
        return ()
    return tuple(sorted({known for rest in _rests(_sounded(word)) for known in _NEAR.get(rest, ())}))


@lru_cache(maxsize=4096)
def parted(word: str) -> tuple[tuple[str, ...], ...]:
    """A German compound as two words of the table; empty where it is none."""
    for at in range(len(word) - 4, 3, -1):
        head, tail = word[:at], word[at:]
        if (stem(tail),) not in _KNOWN:
            continue
        for link in ("", "s", "n", "en", "er", "es", "e"):
            bare = head.removesuffix(link)
            known = next((key for ending in ("", "e", "n") if (key := (stem(bare + ending),)) in _KNOWN), None)
            if len(bare) >= 4 and known:
                return (known, (stem(tail),))
    return ()


def known(word: str) -> bool:
    """Whether the table has a word."""
    return (stem(word),) in _KNOWN or bool(parted(word))


def groups(question: str) -> list[tuple[str, list[tuple[str, ...]], list[tuple[str, ...]]]]:
    """What a question asks for, thing by thing: (the word as it was said, the English ways to say it, the German ones).

    Each way is a tuple of words that stand side by side. Small words are left out, and so is what is said twice.
    """
    return [
        (said, *_ways([(one,) for one in _spelt(key[0])] if key not in _KNOWN else [key]))
        for key, said in _said(question)
    ]


def named(question: str, language: str) -> list[tuple[str, list[tuple[str, ...]]]]:
    """The same for who wants to be sure: (the word as it was said, all ways to say it).

    A word is read as one of the question's language where the table has it there ("bar" is no money to who speaks
    English), by the line that it heads where there is one (a vegetarian dish need not be vegan), and as misspelt only
    where one slip of the pen explains it.
    """
    half = 0 if language == "en" else 1
    found = []
    for key, said in _said(question):
        ways = [] if key in _KNOWN and parted(said) else [tuple(said.split())]
        slips = [
            (one,)
            for word in (
                () if said in COMMON else dict.fromkeys((key[0], said))
            )  # what looks like an ending may be none
            for one in _spelt(word)
            if _one_slip(_sounded(word), _sounded(one))
        ]
        for one in [key] if key in _KNOWN else slips:
            own = [n for n in _KNOWN[one] if one in map(_key, THINGS[n][half])]
            lines = [n for n in own if _key(THINGS[n][half][0]) == one] or own or _KNOWN[one]
            ways += [way for n in dict.fromkeys(lines) for side in THINGS[n] for way in side]
        found.append((said, ways))
    return found


@lru_cache(maxsize=512)
def _said(question: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The words of a question that are no small words, each by its stems: what the table has in several words as one,
    and a compound as its halves.
    """
    words = [word.lower() for word in _WORD.findall(question)]
    found: dict[tuple[str, ...], str] = {}
    n = 0
    while n < len(words):
        for size in range(min(LONGEST_PHRASE, len(words) - n), 1, -1):
            key = _key(tuple(words[n : n + size]))
            if key in _KNOWN:
                found.setdefault(key, " ".join(words[n : n + size]))
                n += size
                break
        else:
            word = words[n]
            n += 1
            if word in STOP:
                continue
            key = _key((word,))
            for one in (parted(word) if key not in _KNOWN else ()) or (key,):
                found.setdefault(one, word)
    return tuple(found.items())


def _one_slip(stem: str, meant: str) -> bool:
    """Whether a letter too many, too few or wrong, or two swapped, makes one stem of the other."""
    at = next((n for n, (a, b) in enumerate(zip(stem, meant, strict=False)) if a != b), min(len(stem), len(meant)))
    left, right = stem[at:], meant[at:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return at > 0 and (left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped)


def _ways(keys: list[tuple[str, ...]]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    english: dict[tuple[str, ...], None] = {}
    german: dict[tuple[str, ...], None] = {}
    for key in keys:
        for n in _KNOWN.get(key, ()):
            english |= dict.fromkeys(THINGS[n][0])
            german |= dict.fromkeys(THINGS[n][1])
    return list(english), list(german)


@lru_cache(maxsize=20_000)
def things(text: str) -> frozenset[str]:
    """Which things of the table a text speaks of, and which numbers it has: the same in a translation of it."""
    text = re.sub(r"(?<=\d),(?=\d)", ".", text.lower())
    found = set(re.findall(r"\d+(?:\.\d+)?", text))
    words = _WORD.findall(text)
    n = 0
    while n < len(words):
        for size in range(min(LONGEST_PHRASE, len(words) - n), 0, -1):
            if known := _KNOWN.get(_key(tuple(words[n : n + size]))):
                found |= {f"#{one}" for one in known}
                n += size
                break
        else:
            found |= {f"#{one}" for part in parted(words[n]) for one in _KNOWN[part]}
            n += 1
    return frozenset(found)
