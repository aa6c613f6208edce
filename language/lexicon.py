"""Common words of both languages: what is surely not somebody's name, and the spelling alphabets.

A name is known by what introduces it and by not being one of these. The list is of everyday speech on the phone; words
that are also frequent names ("Mark", "Will", "May") are left out and decided by where they stand.
"""

from language import words

COMMON = words.bag("""
a about above account accident actually add address adult adults advance after again agent ago ah ahead alright all
allergy allowed almost alone already also although always am an and another any anybody anyone anything anyway
apartment appointment are area around arrange arrival arrive as ask asap at available away awesome baby back bad balance
bank bar bath bathroom be beautiful because bed bedroom been before behind being best better between big bill billing
birthday bit book booked booking both bought bring brother business but buy by bye call called caller calling came can can't
cancel cancelled cannot car card care cell center change changed changing charge cheap check checking child children
choose city claim class clear clearly close closed code cold come comes coming company complain complaint confirm
confirmation connect connection contact cool copy correct correctly cost could couldn't couple course credit cuisine
current currently customer damaged date daughter day days dear debit definitely delayed delivered deliver delivery
department departure deposit desk did didn't different dinner directly disappointed discuss do doctor document does
doesn't dog doing don't done door double down downtown driver due during each early easy eat eight eighteen either
eleven else email emergency english enough enquire enroll enrolled enter error etc evening ever every everybody
everyone everything exactly excellent excuse exit expensive expired extra family far fast father fee few fifteen
fifty file filing find fine first five flat flight floor folks following food for forget forgot form forty found four
frequency friend friends from front frustrated full further garage gave german get getting gift give given giving glad go god
goes going gonna good goodbye goodnight got great greetings group guess guest guests guys had half happened happy has
hasn't have haven't having he hear heard hello help helpful her here hey hi him his hold home hope hotel hour hours
house how however hundred husband i i'd i'll i'm i've id idea if im immediately in include incorrect indeed info
information inquire inside insurance interested internet into invoice is isn't issue it it's item its ive job just keep key kid
kids kind kindly know known lady language last late later lease leave left less let let's letter life like line link
list little live living loan located location log login long look looking lose lost lot loud love lovely lunch made
mail main make making man manage manager many maybe me mean meant meet meeting member men menu message met mind mine
minute minutes miss missing mistake mobile mom moment money month months more morning most mother move mr mrs ms much
mum must my myself name names near need needed needs neither never new next nice night nights nine nineteen no nobody none nope
nor not note nothing now number o'clock obviously of off offer office oh ok okay okey old on once one ones online only open
opening option or order ordered other others our out outside over own owner page paid parents park parking part party
password pay paying payment pending people per perfect perhaps person personal phone phones pick pin place plan plans please
plus pm policy possible preference preferred prefer pretty previous price private probably problem process profile
property proof provide purchase put question questions quick quickly quite quote rate rather ready real really reason
receipt receive received recently record refund regarding register registered remember remove rent renters replace report request
reschedule reservation reserve reserved restaurant return returned review right room rooms route sad safe said same sat
say saying schedule search seat second see seem send sent service services set seven several shall she shipping
shop should show sick sign signed since single sir sister sit six sixteen sixty size small so some somebody someone
something sometimes son soon sorry speak speaking special spell spelled spelling staff start started state statement
status stay still stolen stop street stuff suite sure surely surname system table take taken talk team tell ten terrible
than thank thanks that that's the their them then there there's these they thing things think third thirteen thirty
this those though thought thousand three through ticket till time times to today together told tomorrow tonight too
took total transaction transfer trip trouble true try trying twelve twenty two type unable under understand
unfortunately until up update upset urgent us use used username using usual vacation valid vegetarian vehicle verify very
via view viewing visit wait waiting wake wanna want wanted wants was wasn't way we we'd we'll we're we've week weekend
weeks welcome well went were weren't what what's whats when where which while who whole whose why wife will window wish
with within without woman won't wonder wondering word work working works worried would wouldn't wrong year years yeah
yep yes yesterday yet you you'd you'll you're your yours yourself yup zero zip
hai hii hiii helo hallo heya hola morning afternoon certainly absolutely certain afraid able above per quote frequency
yearly monthly weekly annually terminate discontinue regular standard deluxe king queen outside indoors outdoors
vegan gluten free wifi pool spa gym breakfast towels luggage suitcase airport taxi station north south east west
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december euro dollars pounds percent noon midnight tommorow tmrw age crazy instead expecting market cover bot robot nothing everyday booking's stupid damn shit fuck fucking cunt idiot asshole bitch plz pls thx ty ur u r n y k ok.. cu
ssn ac acc acct no. ph zipcode pincode dob tel inr usd aud nr appetite silly strange weird odd funny ridiculous keen clueless lactose intolerant celiac coeliac allergic vegetarians vegans late lost stuck hungry unsure
aber abend abends abholen absagen acht achtzehn adresse alle allein alles also am an andere anderen anders anfrage
angebot anruf anrufen auch auf aus außen außerdem bad bald bar bei beide beim bekommen besser bestätigen besten bestellen
bestellung bezahlen bin bis bitte bleiben brauche brauchen buchen buchung da dabei dafür danke dann das dass dazu dein dem
den denn der deshalb deutsch die dienstag dies diese dieser dieses doch donnerstag dort draußen drei drinnen du dürfen
eben eigentlich ein eine einem einen einer einfach eins einverstanden elf englisch entschuldigung er erst es essen
etwas euch euer falsch fast feiern frage fragen frau frei freitag freue früh fünf für gar garten gast gäste geben geburtstag
gegen gehen geht genau gern gerne gesagt gestern gibt ging gleich gut gute guten guter haben habe hallo hat hatte hätte
hätten haus heißen heiße heute hier hilfe hin hinten hoch hund ich ihm ihn ihnen ihr ihre ihren im immer in innen ins ist ja
jahr jeder jemand jetzt kann kannst kein keine kind kinder komme kommen können könnte könnten kosten kostet kunde kundin
lang lange lassen leider lieber machen mal man mann mehr mein meine meinem meinen meiner melden mensch menü mich miete mieten
mir mit mitarbeiter mittag mittwoch möchte möchten mögen moment monat montag morgen müssen muss nach nachmittag nachname
nacht name namen nämlich nee nein nennen neu neun nicht nichts nie noch nochmal null nummer nun nur ob oben oder ohne
personen preis problem prima raus rechnung reservieren reserviert reservierung restaurant richtig ruf rufe sache sage sagen
samstag schade schon sechs sehen sehr sein seit selbst sich sie sieben sind so sofort soll sollen sonntag sonst später
speisekarte sprechen stimmt storniere stornieren stunde stunden suche suchen tag tage telefon termin tisch tja tun über
überhaupt uhr um und uns unser unsere unten unter vegetarisch verschieben verstanden verstehe viel viele vielen vielleicht
vier von vor vorname vorn wann war wäre warum was weg wegen weiß weiter welche wenn wer werde werden wie wieder will wir
wird wirklich wo woche wohnung wollen wollte worden wunderbar würde würden zehn zeit zimmer zu zum zur zusammen zwei zwölf
lösche stelle erstelle zeige zeig erinnere spiele setze ändere buche buch reserviere storniere schicke sende gib sag nenne wecker
appetit vielleicht eventuell mindestens höchstens ungefähr etwa circa schönen schönes dank idee klar klare alles dran verspätet krank allergisch interessiert unterwegs zufrieden schwanger müde fertig soweit
personen person leute erwachsene mittags morgens
fab fabulous fantastic amazing superb terrific splendid marvellous marvelous gorgeous delightful sweet cute neat ditto whichever
somewhere anywhere everywhere nowhere roughly approximately eventually otherwise besides although unless despite enough often
usually meanwhile whatever lately bye-bye farewell
sondern eher gleiche gleichen gleicher gleiches selbe selben selber wiederhören wiedersehen wiedersehn tschüss tschüs servus moin
grüezi jep jupp jau jawohl jawoll nö nix süß nett herrlich schön toll klasse spitze super irgendwann irgendwie irgendwo bloß
damit davon danach davor deswegen daher darum trotzdem sowieso jedenfalls übrigens außer während bevor nachdem obwohl falls
sobald weder sogar bereits inzwischen mittlerweile neulich vorhin gerade grad natürlich bestimmt sicherlich hoffentlich
kaum oft manchmal meistens wenig weniger einige mehrere
""")

PLACES = words.bag("""
aachen airport alley apartment apartments ave avenue bakery bar bistro boulevard brasserie bridge bruxelles cafe café castle cathedral center
centre church cinema city club cloud coast college corner county court district dorf drive estate food forest gallery garden gardens gasthaus
gasthof grill gym hall heights hill hills hospital hotel house inn island islands kitchen lake lane laundry library lodge london lounge mall market maison
mountain museum new palace paris park patisserie pizza pizzeria platz place plaza port pub restaurant restaurants river road saint san santa los las school
square st stadium station straße strasse street suites sushi tavern temple terrace tower town trattoria university valley village west
american arabic chinese european french german greek indian italian japanese korean mexican spanish swiss thai turkish vietnamese
birthday christmas easter happy merry valentine's thanksgiving year's new's anniversary weihnachten ostern silvester pfingsten
dear sir madam cuisine company corporation gmbh ltd inc royal saigon munich berlin hamburg köln wien zürich
""")
"""Words that make of two capitalised words a place, a house or an occasion, and no person."""

NATO = dict(
    zip(
        words.row(
            "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa "
            "quebec romeo sierra tango uniform victor whiskey whisky xray x-ray yankee zulu"
        ),
        "aabcdefghijjklmnopqrstuvwwxxyz",
        strict=True,
    )
)
GERMAN_ALPHABET = {
    "anton": "a", "aachen": "a", "ärger": "ä", "berta": "b", "berlin": "b", "cäsar": "c", "chemnitz": "c", "dora": "d",
    "düsseldorf": "d", "emil": "e", "essen": "e", "friedrich": "f", "frankfurt": "f", "gustav": "g", "goslar": "g",
    "heinrich": "h", "hamburg": "h", "ida": "i", "ingelheim": "i", "julius": "j", "jena": "j", "kaufmann": "k", "köln": "k",
    "konrad": "k", "ludwig": "l", "leipzig": "l", "martha": "m", "münchen": "m", "nordpol": "n", "nürnberg": "n", "otto": "o",
    "offenbach": "o", "ökonom": "ö", "paula": "p", "potsdam": "p", "quelle": "q", "quickborn": "q", "richard": "r",
    "rostock": "r", "samuel": "s", "salzwedel": "s", "siegfried": "s", "eszett": "ß", "theodor": "t", "tübingen": "t",
    "ulrich": "u", "unna": "u", "übermut": "ü", "viktor": "v", "völklingen": "v", "wilhelm": "w", "wuppertal": "w",
    "xanthippe": "x", "xanten": "x", "ypsilon": "y", "zacharias": "z", "zwickau": "z", "zeppelin": "z",
}  # fmt: skip
ALPHABET = NATO | GERMAN_ALPHABET
"""Spelling words of both languages (ICAO; DIN 5009 of 1996 and 2022) and the letter each stands for."""

LETTER_NAMES = {
    "bee": "b", "cee": "c", "see": "c", "sea": "c", "dee": "d", "ef": "f", "eff": "f", "gee": "g", "aitch": "h", "jay": "j",
    "kay": "k", "el": "l", "ell": "l", "em": "m", "en": "n", "pee": "p", "cue": "q", "queue": "q", "ar": "r", "are": "r", "ess": "s",
    "tee": "t", "tea": "t", "vee": "v", "you": "u", "ex": "x", "why": "y", "zee": "z", "zed": "z", "be": "b",
    "ah": "a", "ce": "c", "de": "d", "ha": "h", "jot": "j", "ka": "k", "pe": "p", "ku": "q", "er": "r", "es": "s",
    "te": "t", "vau": "v", "we": "w", "ix": "x", "zett": "z", "zet": "z",
}  # fmt: skip
"""How a letter's name is written down when somebody spells aloud."""
