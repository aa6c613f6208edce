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
    "kommen dazu": "extra",
    "kommt dazu": "extra",
    "come on top": "surcharge",
    "comes on top": "surcharge", "u bahn": "ubahn", "s bahn": "sbahn", "wi fi": "wifi", "barrier free": "accessible", "bar zahlen": "bargeld zahlen", "bar bezahlen": "bargeld zahlen", "in bar": "bargeld", "feel free": "", "for free": "gratis", "closing day": "ruhetag", "day off": "ruhetag", "lunch time": "lunch",
}  # fmt: skip
"""Several words that are one, or none."""

_CLASSES = """
FREE: gratis complimentary free | kostenlos kostenfrei umsonst gratis frei gebührenfrei
OPEN: open opens opened opening hours | offen geöffnet öffnen öffnet öffnungszeiten sprechzeiten bürozeiten geschäftszeiten ladenzeiten zugänglich öffnung auf aufmachen
DOG: dog dogs puppy puppies | welpe welpen hündchen hund hunde hunden hundes vierbeiner
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
COLLECT: collect collects collected collecting pickup | abholen abhol abholst abgeholt abholt abholung abzuholen
ORDER: order orders ordered ordering | bestellen bestellt bestellung bestellungen
CANCEL: cancel cancelling canceling cancellation cancellations | absagen absage stornieren stornierung absagt
LATE: late later delay delayed | spät später späte späten spätes verspätung verspäten verspätet
PHONE: phone telephone | telefon telefonisch
CALL: call ring | anrufen rufen anruf ruft
VOUCHER: voucher vouchers | gutschein gutscheine gutscheinen
GIFT: gift gifts | geschenk
VALID: valid validity | gültig gelten gilt gültigkeit
SELL: sold sell sells buy bought | verkauft kaufen verkaufen
GROUP: group groups party parties | gruppe gruppen gesellschaft gesellschaften runde runden
LARGE: large larger big bigger | groß große großen großer größere größeren größer
SMALL: small smaller | klein kleine kleiner kleines kleinen
PERSON: person persons people guest guests pax | personen person leute gäste gast
CHILD: child children kid kids children's child's kinder's | kind kinder kindern
HIGHCHAIR: highchair highchairs | kinderstuhl kinderstühle kinderhochstuhl hochstuhl hochstühle kinderhochstühle
CHANGING: nappy changingtable | wickeltisch
WHEELCHAIR: wheelchair wheelchairs | rollstuhl rollstühle rollstuhlfahrer
ENTRANCE: entrance entry | eingang
LAKE: lake lakeside | see
TOILET: toilet toilets restroom bathroom | toilette toiletten wc
WIFI: wifi wlan internet | wlan wifi internet
MUSIC: music | musik
JAZZ: jazz | jazz jazzband
LIVE: live | live livemusik
ADMISSION: admission | eintritt
PLAY: | spielecke
SMOKE: smoke smoking smokers smoker's | rauchen geraucht raucht raucher
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
HERRING: herring | hering bismarckhering
ROLL: roll rolls | brötchen
BACON: bacon | speck
LABSKAUS: labskaus | labskaus
VEGETABLE: vegetable vegetables | gemüse
HARBOUR: harbour harbor port | hafen
LEAD: lead leash | leine
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
SEAT: seat seats seating seated space spaces | sitzplatz sitzplätze plätze plätzen platz
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
FLOOR: floor floors storey | etage etagen stock stockwerk stockwerke
NEAR: near nearby beside | nahe neben nähe
KEEP: keep keeps kept | aufheben heben halten hält aufgehoben freihalten aufbewahrt bewahren
SERVE: served | serviert
MATCH: matching | passend passenden passende
BEGIN: begin begins start starts | beginnt beginnen anfängt fängt anfangen startet starten
END: end ends | endet
LAST: last | letzte letzter letzten
NEED: required | nötig erforderlich
DISCOUNT: discount discounts reduction | rabatt ermäßigung nachlass
CITYTAX: citytax | kurtaxe citytax bettensteuer
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
RAILWAY: train trains railway | zug züge zügen
YARD: yard courtyard | hof innenhof hofs
BUFFET: buffet | büfett buffet büffet
LAUNDRY: laundry | wäsche
FOLD: fold folds folded | falten faltet gefaltet
IRON: iron irons | bügeleisen
SLEEP: sleep sleeps sleeping | schlafen schläft
PARENT: parent parents | eltern
SURFACE: surface surfaces worktops | fläche flächen oberfläche oberflächen
SAME: same | selbe selben denselben derselben dieselben dasselbe gleichen
PREPARED: processed | verarbeitet
ROWING: rowing | ruder rudern
PADDLEBOARD: paddleboard paddleboards sup sups | stehbrett stehbretter paddelbrett
JETTY: jetty pier | steg
LAWN: lawn | liegewiese wiese rasen
PRINTER: printer printers | drucker
DESK: desk desks | schreibtisch schreibtische
LIBRARY: library | bibliothek
BOX: box | kasten
FERRY: ferry | fähre
SANDPIT: sandpit | sandkasten
FAN: fan fans | ventilator ventilatoren
HAIRDRYER: hairdryer hairdryers | haartrockner föhn fön
SAFE: safe | safe tresor
KETTLE: kettle kettles | wasserkocher
TELEVISION: television televisions tv | fernseher fernsehgerät
BATHTUB: bathtub bathtubs tub | badewanne
STOVE: stove | ofen kachelofen
MASSAGE: massage massages | massage massagen massiert
BATHROBE: bathrobe bathrobes | bademantel bademäntel
CHARGER: charger chargers | ladesäule ladesäulen ladestation ladestationen
ELECTRIC: electric | elektro elektrisch elektrische
CELLAR: cellar basement | keller
LOCKED: locked lockable | abgeschlossen abgeschlossene abgeschlossenen abschließbar
AIRPORT: airport | flughafen
FLIGHT: flight flights | flug flüge
DEPOSIT: deposit deposits | anzahlung kaution anzahlen
CORNER: corner | ecke
CANDLE: candle candles | kerze kerzen
CAKE: cake cakes | kuchen
CENTIMETRE: centimetre centimetres centimeter centimeters cm | zentimeter zentimetern
WIDE: wide width | breit breite breiten breiter
OAT: oat oats | hafer
BREAD: bread | brot
SHRIMP: shrimp shrimps prawn prawns | krabbe krabben
CREAM: cream | sahne
PEAR: pear pears | birne birnen
MUSSEL: mussel mussels | muschel muscheln miesmuscheln miesmuschel
COD: cod | kabeljau dorsch
COLEY: coley | seelachs
FISHFINGER: fishfingers | fischstäbchen
HERB: herb herbs | kräuter kräutern
VANILLA: vanilla | vanille
COMPOTE: compote | grütze
CINNAMON: cinnamon | zimt
RHUBARB: rhubarb | rhabarber
SPRITZER: spritzer | schorle
TAPWATER: tapwater | leitungswasser
BOARD: blackboard | tafel
GOAT: goat goats goat's | ziege ziegen
SMOKED: smoked | geräuchert geräucherte geräuchertem
RYE: rye | roggen
BRAISED: braised | geschmort geschmorte
MASH: mashed mash | püree
BUTTER: butter | butter
CLOSINGDAY: | ruhetage ruhetagen
EXTRABED: extrabed extrabeds | zustellbett zustellbetten
SMOKEFREE: smokefree | rauchfrei rauchfreie rauchfreies
ALCOHOLFREE: alcoholfree | alkoholfrei alkoholfreie alkoholfreies alkoholfreien
LIBRARY: library | bibliothek
UNIVERSITY: university | universität
CHURCH: church | kirche
BEACH: beach | strand
"""
"""Words of the trade, as they stand: "smoked" is not what "smoking" is."""
_GENERAL = """
APPOINTMENT: appointment appointments | termin termine terminen
RECEPTION: reception | rezeption empfang
LUGGAGE: luggage baggage bag bags suitcase suitcases | gepäck beutel koffer tasche taschen gepäckstücke
CAR: car cars vehicle vehicles automobile | auto autos wagen fahrzeug fahrzeuge fahrzeugen pkw
CHANGE: change changing changed swap swapping swapped switch exchange exchanged replace replaced replacing replacement | wechsel wechseln gewechselt tauschen tausch umtausch umtauschen austausch austauschen ausgetauscht
STORE: store storing stored storage | lagern lagerung einlagern einlagerung eingelagert
TICKET: ticket tickets | ticket tickets eintrittskarte eintrittskarten fahrkarte fahrkarten
PHOTO: photo photos photograph photographs photography picture pictures | foto fotos fotografieren fotografie bilder
INCLUDED: cover covers | drin mitinbegriffen eingerechnet inkludiert umfasst
EXTRA: extra additional supplement surcharge supplementary | extra zusätzlich zusätzliche zuzüglich hinzu aufpreis zuschlag obendrauf
NEED: necessary obligatory mandatory compulsory requirement requires require | notwendig pflicht verpflichtend zwingend benötigt benötigen voraussetzung obligatorisch vorgeschrieben
BEFORE: ahead | vorab voraus
RENT: rent renting rental rented rents hire hiring hired lease borrow borrowed borrowing lend lends loan loaned | mieten mietet gemietet vermieten vermietet vermietung verleih verleihen verleiht leihen leiht ausleihen ausleihe geliehen ausgeliehen
RETURN: return returns returned returning | rückgabe zurückgeben zurückgegeben zurückbringen zurückgebracht
REPAIR: repair repairs repaired repairing fix fixes fixed fixing mend | reparieren repariert reparatur reparaturen instandsetzung
CHECK: check checks checked checking inspect inspection inspected | prüfen geprüft prüfung überprüfen überprüfung kontrolle
CLEAN: clean cleaned cleaning | reinigen gereinigt reinigung putzen geputzt sauber säubern
WASH: wash washed washing | waschen gewaschen
SICK: sick ill illness sickness | krank krankheit erkrankung krankheitsfall
CONTRACT: contract contracts agreement | vertrag verträge vertrags
CANCEL: terminate terminated termination | kündigen kündigung gekündigt
PAUSE: pause paused pausing freeze freezing suspend suspended | pause pausieren pausiert ruhezeit unterbrechen
SIGNUP: register registered registering registers registration registrations signup enrol enroll enrolled enrolment | anmelden anmeldung anmeldungen angemeldet registrieren registriert registrierung einschreiben einschreibung
LESSON: class classes lesson lessons | kurs kurse kursen
TOUR: tour tours | führung führungen rundgang rundgänge tour touren
FLAT: flat flats apartment apartments | wohnung wohnungen apartment appartement
FAMILY: family families | familie familien
DOUBLE: double | doppel
SINGLE: single | einzel
BUNKBED: bunk bunks | etagenbett etagenbetten stockbett stockbetten hochbett
SPEND: spend spends spent redeem redeemed | einlösen eingelöst ausgeben ausgegeben
PET: pet pets animal animals | haustier haustiere haustieren tier tiere tieren
HEAT: heat heats heated heating | beheizt beheizte beheizter beheiztes beheizten geheizt beheizen heizung
SEND: send sends sending sent post posts posted posting mailed ship ships shipped shipping shipment | schicken schickt geschickt senden sendet gesendet versenden versand verschicken verschickt zuschicken zusenden
TREAT: treat treats treated treating treatment treatments | behandeln behandelt behandlung behandlungen
LAMP: light lights lamp lamps | licht lampe lampen leuchte
WORKDAY: workday workdays | werktag werktage werktagen arbeitstag arbeitstage arbeitstagen
BLINK: blink blinks blinking | blinkt blinken
ATTEMPT: attempt attempts try tries tried | versuch versuche versuchen
WRONG: wrong incorrect failed | falsch falsche falschen falscher
DRINK: drinks beverage beverages | getränke getränk getränken
TRAM: tram trams streetcar | straßenbahn straßenbahnen tram
HAIRCUT: cut cuts haircut haircuts | schnitt haarschnitt
NEW: new | neu neue neuen neuer neues
DEPART: depart departs departure departing | abfahrt abfahren ablegen
PICTURE: painting paintings | gemälde
WOMAN: woman women women's ladies lady female | frauen dame damen damen
MAN: man men men's gentlemen gents male | herr herren männer
SIBLING: sibling siblings brother brothers sister sisters | geschwister bruder brüder schwester schwestern
ELECTRICITY: power electricity | strom elektrizität
LINEN: linen sheets bedding | bettwäsche bettzeug
ADULT: adult adults | erwachsene erwachsener erwachsenen
SENIOR: senior seniors pensioner pensioners retired | senior senioren rentner seniorin
MONTH: monthly | monatlich monatliche monatlichen
YEAR: yearly annual annually | jährlich jährliche
WEEK: weekly | wöchentlich
DAY: | tagsüber
STAIRS: stairs stairway staircase steps | treppe treppen stufen
BABY: baby babies infant infants newborn toddler | baby babys säugling kleinkind kleinkinder
COT: cot cots crib | babybett kinderbett gitterbett reisebett
MAXIMUM: limit | obergrenze
DISABLED: disabled disability | behindert behinderte behinderung schwerbehinderte
PASSPORT: passport passports | reisepass pass
LICENCE: licence license | führerschein
INSTALMENT: instalments instalment installments | raten ratenzahlung
SETTLE: due payable | fällig
DISCOUNT: reduced concession concessions saving | ermäßigt ermäßigte rabattiert
SUBSCRIPTION: subscription subscriptions | abo abonnement
COMPUTER: computer computers pc laptop | rechner computer pc laptop
MACHINE: machine machines device devices appliance appliances | gerät geräte maschine maschinen
PROGRAM: program programme software | programm software anwendung
SCREEN: screen page | bildschirm seite
SUITABLE: suitable suited | geeignet
MOTORBIKE: motorbike motorbikes motorcycle motorcycles | motorrad motorräder
CHILDCARE: childcare creche daycare | kinderbetreuung
OFFICE: office offices | büro sekretariat
RECOMMEND: recommend recommends recommended recommendation | empfehlen empfiehlt empfohlen empfehlung
OVERNIGHT: overnight | übernachtung übernachten übernachtungen
PARCEL: parcel parcels | paket pakete
DENTIST: dentist dentists | zahnarzt zahnärztin
EXAM: exam exams examination examinations | klausur klausuren
RESULT: result results findings | befund befunde ergebnis ergebnisse
WAITING: wait waiting | warten wartezeit
HELMET: helmet helmets | helm helme
SHOE: shoes shoe footwear trainers | schuhe schuh turnschuhe
CLOTHES: clothes clothing | kleider bekleidung
POSTPONE: postpone postponed reschedule | verschieben verschoben verlegen
FUEL: fuel petrol | benzin kraftstoff sprit tanken tankfüllung
TYRE: tyre tyres tire tires | reifen
ENGINE: engine | motor
PERMIT: permit permits | genehmigung erlaubnis
FORM: form forms | formular formulare
COPY: copy copies | kopie kopien
IDENTITY: id identification | ausweis personalausweis lichtbildausweis
BIRTHDAY: birthday birthdays | geburtstag geburtstage
WEDDING: wedding weddings marriage | hochzeit hochzeiten trauung trauungen
CELEBRATION: celebration celebrations | feier feiern fest
PROJECTOR: projector beamer | beamer projektor
MUSEUM: museum | museum
EXHIBITION: exhibition exhibitions | ausstellung ausstellungen
COLLECTION: collection | sammlung
GUARANTEE: warranty | garantie gewährleistung
DESCALE: descale descaling descaler | entkalken entkalkung entkalker
PASSWORD: password passcode | passwort kennwort
ACCOUNT: account accounts | konto konten benutzerkonto
INVITE: invite invites invitation | einladen einladung
UPDATE: update updates | aktualisierung aktualisieren update updates
RESTORE: restore restored recovery recover | wiederherstellen wiederherstellung zurückholen
PENALTY: penalty | strafe
GRILL: grill barbecue bbq grilling | grill grillen
TENT: tent tents | zelt zelte zelten
CARAVAN: caravan caravans motorhome motorhomes camper campervan | wohnwagen wohnmobil wohnmobile
BOAT: boat boats | boot boote
SWIM: swim swimming | schwimmen baden
CHAIR: chair chairs | stuhl stühle
WINDOW: window windows | fenster
BALCONY: balcony balconies | balkon balkone
WEIGHT: weight weigh weighs | gewicht wiegt wiegen
SIZE: size sizes | größe größen
INSURANCE: insurance insured | versicherung versichert krankenversicherung
RECEIPT: receipt receipts | beleg belege quittung
SHOWER: shower showers | dusche duschen
TOWEL: towel towels | handtuch handtücher
KEY: key keys | schlüssel
DOOR: door doors | tür türen
NOTICE: notice | frist kündigungsfrist
AGE: age aged | alter
OLD: old older | alt älter
PUPIL: pupil pupils student students | schüler schülerin schülerinnen studierende studenten
TEACHER: teacher teachers instructor instructors | lehrer lehrerin lehrkraft kursleiter
TRAIN: training | training trainieren
SUPERVISED: supervised supervision staffed | beaufsichtigt betreut aufsicht
DAMAGE: damage damaged damages | schaden schäden beschädigt
FAULT: fault faulty defect defective broken | defekt kaputt mangel
PAIN: pain pains painful | schmerz schmerzen
PRESCRIPTION: prescription prescriptions | rezept rezepte
REFERRAL: referral | überweisung überweisungsschein
HOSPITAL: hospital | krankenhaus klinik
VACCINE: vaccination vaccinations vaccinate vaccinated | impfung impfungen impfen geimpft
DELETE: delete deleted erase erased removed | löschen gelöscht löschung
SAVE: backup backups | sicherung sicherungen sichern
EXPIRE: expire expires expired lapse lapses | verfällt verfallen abgelaufen ablaufen
EXTEND: extend extended extension | verlängern verlängert verlängerung
QUIET: quiet silent | ruhig leise ruhe
AIRCON: airconditioning airconditioned | klimaanlage klimatisiert
"""
"""Words of any trade, in all their forms."""


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
for _line in [*_CLASSES.strip().splitlines(), *_GENERAL.strip().splitlines()]:
    _name, _, _words = _line.partition(":")
    for _language, _half in zip(("en", "de"), _words.split("|"), strict=True):
        for _word in _half.split():
            CONCEPTS[_language].setdefault(_word, _name)
for _line in _GENERAL.strip().splitlines():
    _name, _, _words = _line.partition(":")
    for _language, _half, _of in zip(("en", "de"), _words.split("|"), (_stem_en, _stem_de), strict=True):
        for _word in _half.split():
            if len(_word) > 4:
                CONCEPTS[_language].setdefault(_of(_word), _name)
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
    if known is None and (other := CONCEPTS["de" if language == "en" else "en"].get(word)) and len(word) > 3:
        return other
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
