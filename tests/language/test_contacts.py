"""Who is calling and how to reach them."""

import pytest

from language import contacts


def read(text, language="en", region="DE", **more):
    return contacts.read(text, language=language, region=region, **more)


def first(text, kind, **more):
    return next((v for v in read(text, **more) if v.kind == kind), None)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("a table for four, name's Shayne, S-H-A-Y-N-E", "Shayne"),
        ("my name is Anna-Lena von der Heide", "Anna-Lena von der Heide"),
        ("this is Bob", "Bob"),
        ("In English please, name Bob", "Bob"),
        ("for two under O'Brien at eight", "O'Brien"),
        ("mein Name ist Jürgen Weiß", "Jürgen Weiß"),
        ("hier ist Petra Lindner", "Petra Lindner"),
        ("Lindner am Apparat", "Lindner"),
        ("it's Jon, spelled J O N", "Jon"),
        ("It's for Tom Miller", "Tom Miller"),
        ("Frau Özdemir", "Özdemir"),
        ("Herr Schulze hier, ich hätte eine Frage", "Schulze"),
        ("it's for my boss, Dr. Hofmann", "Dr. Hofmann"),
        ("table for 4 thursday 7pm, Tom, 0171 2345678", "Tom"),
        ("Silvester um 19 Uhr für zwei, Huber, keine Nummer", "Huber"),
        ("my name is Meyer with a y, M E Y E R", "Meyer"),
        ("mein Name ist Meyer mit y, M-E-Y-E-R", "Meyer"),
        ("Tisch für zwei, Weber, 0171 2345678", "Weber"),
        ("table for 2 Thursday 6:45pm, Meg", "Meg"),
        ("no breakfast. Fiona O'Brien, 0171 2345678", "Fiona O'Brien"),
        ("Will Grant, 0171 2345678", "Will Grant"),
        ("Nein, nicht am Montag, ich heiße Montag, Petra Montag", "Petra Montag"),
        ("double room for two, Joy Park, J O Y P A R K, 0171 2345678", "Joy Park"),
        ("d-a-n-i-e-l o-r-t-i-z, phone is 0171 2345678", "Daniel Ortiz"),
        ("o m a r, h a double d a d", "Omar Haddad"),
        ("N G U, Y E N", "Nguyen"),
        ("Bitte auf Weber reservieren", "Weber"),
        ("morgen 19 uhr 2 personen maria lopez 017612345678 fensterplatz", "Maria Lopez"),
        ("friday 19:00 4 persons schmidt 01712223334", "Schmidt"),
        ("ich habe eine Reservierung Pia Roth 0171 5550243 und komme früher", "Pia Roth"),
        ("Single 1 to 3 March for Ty Cobb 0171 5550453", "Ty Cobb"),
        ("fine. Hughes, 0176 45454545", "Hughes"),
        ("Tisch am 23. Dezember, 19:30, 4 Personen, Probst, ohne Telefon", "Probst"),
        ("Gruber, Josef, null eins sieben eins fünf fünf fünf null eins fünf eins", "Josef Gruber"),
        ("Müller, Jens, 0151 2345678", "Jens Müller"),
        ("Helga und Kurt Blum, meine Nummer ist 0171 5550219", "Helga und Kurt Blum"),
        ("Guten Tag, hier Schmidt, ich hatte reserviert", "Schmidt"),
        ("Wir kommen später, Tisch auf Pawlowski", "Pawlowski"),
        ("my surname's Young, Y-O-U-N-G, first name Ella", "Ella Young"),
        ("Vorname Nina Nachname Wolf, 0157 89898989", "Nina Wolf"),
        ("My name is Bee, Ann Bee", "Ann Bee"),
        ("Mr. Dr. Klaus Steinmann", "Dr. Klaus Steinmann"),
        ("no wait, it's Dumont with an m", "Dumont"),
        ("Sarah Miller I mean", "Sarah Miller"),
        ("Und nicht Krause sondern Kraus, ohne e", "Kraus"),
        ("Krüger mit ue, also Krueger", "Krueger"),
        ("the name should be Meier not Meyer", "Meier"),
        ("M. Stone, 0171 5550131", "M. Stone"),
    ],
)
def test_a_name_is_heard_where_it_is_introduced(said, name):
    assert first(said, "name").value == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Schmitt mit dt", "Schmidt"),
        ("Bob Miller please", "Bob Miller"),
        ("Miller, Bob", "Bob Miller"),
        ("Anna Lang", "Anna Lang"),
        ("M wie Martha A Y E R", "Mayer"),
        ("Sierra Mike India Tango Hotel", "Smith"),
        ("it's under Smith", "Smith"),
        ("Brauchen Sie meinen Namen? Yildiz", "Yildiz"),
        ("Do you need a name? The Bennett family", "Bennett"),
    ],
)
def test_an_answer_to_the_question_for_the_name_is_a_name(said, name):
    assert first(said, "name", expected="name").value == name


@pytest.mark.parametrize("expected", [None, "party_size", "time", "phone"])
@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Table for two on 4 December at 9 pm, Nora Lang, 0171 2345678", "Nora Lang"),
        ("table for two at nine, nora pohl, 0171 2345678", "Nora Pohl"),
        ("Vier Personen, Samstag Abend, Jonas Pohl", "Jonas Pohl"),
        ("Elena Costa", "Elena Costa"),
        ("Elena Costa, 0171 2345678", "Elena Costa"),
        ("Elena Costa please", "Elena Costa"),
    ],
)
def test_a_full_name_alone_in_its_clause_is_a_name_whatever_was_asked(said, name, expected):
    assert first(said, "name", expected=expected).value == name


@pytest.mark.parametrize(
    "said",
    ["Happy Birthday", "Italian Food", "Christmas Eve", "San Francisco", "New York", "Buche Tisch", "Guten Appetit"],
)
@pytest.mark.parametrize("expected", [None, "party_size"])
def test_two_words_with_capitals_need_not_be_a_name(said, expected):
    assert first(said, "name", expected=expected) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("n o r a FI s ch er", "Nora Fischer"),
        ("p e t ER k o ch", "Peter Koch"),
        ("h e l l e n", "Helen"),
        ("t h o m a s s h aw", "Thomas Shaw"),
    ],
)
def test_letters_that_came_out_as_syllables_are_put_together(said, name):
    assert first(said, "name", expected="name").value == name


@pytest.mark.parametrize(
    ("readings", "name"),
    [
        (["Nora wail", "Nora Whale", "Nora Wells"], "Nora Wells"),
        (["Peter day", "Peter d"], "Peter Day"),
        (["Erik Holt", "Eric Holt", "Eric hold", "Eric halt"], "Eric Holt"),
        (["John Pratt Joan Pratt"], "Joan Pratt"),
        (["sure", "Shaw", "Leah Shaw"], "Leah Shaw"),
    ],
)
def test_the_alternatives_of_a_transcriber_settle_a_name(readings, name):
    assert contacts.name_heard(readings).value == name


@pytest.mark.parametrize(
    ("readings", "code"),
    [
        (["f 1 4 d j", "s 1 4 d j"], "S1 4DJ"),
        (["e c 1 4 d j j j"], "EC1 4DJ"),
        (["b d 5 4 q t", "b t 5 4 q t", "b t 5 4 q t"], "BT5 4QT"),
        (["you b 1 4 d j", "u b 1 4 d j"], "UB1 4DJ"),
        (["n g 7 6 o p", "n g 7 6 l p"], "NG7 6LP"),
    ],
)
def test_a_postcode_is_in_an_area_that_exists_and_heard_most_often(readings, code):
    assert contacts.postcode(readings).value == code


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("my name is Isabel Isaacs", "Isabel Isaacs"),
        ("Could you cancel the dinner under my name, Nora Pohl?", "Nora Pohl"),
        ("my first name is Nora and my last name is Pohl", "Nora Pohl"),
        ("the Pohl party of six", "Pohl"),
        ("a room on behalf of nora pohl", "nora pohl"),
        ("I came by Volvo Estate Wagon. My name is Nora Pohl", "Nora Pohl"),
        ("nora pohl 415 772 5000", "nora pohl"),
    ],
)
def test_a_name_is_told_from_what_stands_around_it(said, name):
    assert first(said, "name").text == name or first(said, "name").value == name


@pytest.mark.parametrize(
    "said",
    [
        "Somewhere in Fulda.",
        "it's a hotel I need",
        "I am leaving Cambridge",
        "a nameless town",
        "what is your company name?",
        "Lösche Wecker",
    ],
)
def test_words_that_only_look_like_an_introduction_are_no_name(said):
    assert first(said, "name") is None


@pytest.mark.parametrize(
    "said", ["madrid 28001", "ford focus 2016", "I'm lactose intolerant", "a table under the stars"]
)
def test_words_beside_a_number_or_after_i_am_need_not_be_a_name(said):
    assert first(said, "name") is None


def test_a_phone_number_linked_to_an_account_is_a_phone_number():
    said = "the mobile number linked to my account is 415-772-5000"
    assert [v.value for v in read(said, region="US") if v.kind == "phone"] == ["+14157725000"]


@pytest.mark.parametrize(
    "said",
    [
        "I'd like to cancel my booking, Ann Lee, 0171 5550123",
        "change my reservation, I don't have the code, name's Ann Lee and the number is 0171 555 0123",
    ],
)
def test_a_number_said_after_a_booking_and_a_name_is_a_phone_number(said):
    assert [v.value for v in read(said, region="DE") if v.kind == "phone"] == ["+491715550123"]


@pytest.mark.parametrize(
    "said",
    [
        "Schönen Abend",
        "Vielen Dank",
        "Alles klar",
        "Gute Idee",
        "Ich bin spät dran",
        "I'd rather not say",
        "yes please",
        "I am looking for a table",
        "moment",
        "why do you ask?",
    ],
)
def test_other_answers_are_no_names(said):
    assert first(said, "name", expected="name") is None


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("030 / 90 18 20", "+4930901820"),
        ("zero one seven six double five five four two one eight three", "+4917655542183"),
        ("+1 415 772 5000", "+14157725000"),
    ],
)
def test_a_phone_number_is_brought_into_one_form(said, number):
    heard = first(said, "phone", expected="phone")
    assert (heard.value, heard.status) == (number, "valid")


def test_a_number_that_cannot_be_dialled_is_said_to_be_wrong():
    heard = first("my number is 0999 12", "phone", expected="phone")
    assert heard is None or heard.status == "invalid"
    assert first("1234567", "phone", expected="phone", region="US").status == "invalid"


@pytest.mark.parametrize(
    "said",
    [
        "not chicken but chips",
        "nicht Mittwoch sondern Donnerstag",
        "Meine Handynummer 0171 5550243",
        "Tisch, Terrasse, 0171 5550243",
    ],
)
def test_things_days_and_numbers_are_no_names(said):
    assert first(said, "name") is None


@pytest.mark.parametrize("said", ["eher 8", "eher nicht", "gleiche Zeit", "sehr gern", "Süß, danke. Nehm ich", "jupp"])
def test_an_answer_that_is_no_name_is_none(said):
    assert first(said, "name", expected="name") is None


def test_a_number_after_the_name_of_a_booking_is_a_telephone_number():
    assert first("Cancel the booking for Olivia Grant, 0171 4459921", "phone").value == "+491714459921"
    assert first("change my number on booking R4K7C to 0171 5550212", "phone").value == "+491715550212"
    assert first("my account number is 0171555024", "phone") is None


def test_a_number_of_another_country_is_taken_as_it_was_dialled():
    assert [first(said, "phone", expected="phone").value for said in ("+44 7700 900123", "+81 90 1234 5678")] == [
        "+447700900123",
        "+819012345678",
    ]


@pytest.mark.parametrize(
    ("name", "other", "one"),
    [
        ("Grant", "Olivia Grant", True),
        ("Klaus Hofmann", "Hofmann", True),
        ("Dr. Anna Roth", "anna roth", True),
        ("Ella", "Ella Young", True),
        ("Grant", "Olivia Grand", False),
        ("Olivia Berg", "Olivia Grant", False),
    ],
)
def test_a_surname_is_enough_to_be_the_same_person(name, other, one):
    assert contacts.same_person(name, other) is one


def test_what_is_said_of_a_name_that_is_known_spells_it():
    assert contacts.hinted("Frike", "mit ck") == "Fricke"
    assert contacts.hinted("Anna Krause", "ohne e bitte") == "Anna Kraus"
    assert contacts.whole_name("Fiona MacLeod", "Fiona Macleod", half=None, spelled=True) == "Fiona MacLeod"
    assert contacts.whole_name("Dr. Weber", "Falk", half="first") == "Dr. Falk Weber"


def test_a_policy_number_is_no_phone_number():
    assert [
        v.value for v in read("call 415-772-5000, my policy number is 4157725001", region="US") if v.kind == "phone"
    ] == ["+14157725000"]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("jo.doe@example.com", "jo.doe@example.com"),
        ("john dot smith at gmail dot com", "john.smith@gmail.com"),
        ("max unterstrich meier at t-online punkt de", "max_meier@t-online.de"),
    ],
)
def test_an_email_address_is_read_typed_or_spoken(said, address):
    assert first(said, "email").value == address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("gmial.com", "gmail.com"), ("hotnail.com", "hotmail.com"), ("gmx.d", "gmx.de"), ("t-onlne.de", "t-online.de")],
)
def test_a_slip_in_a_providers_name_is_a_question(typed, meant):
    assert contacts.meant_domain(typed) == meant


@pytest.mark.parametrize("domain", ["gmail.com", "gmx.com", "acme-gmbh.de", "mall.com", "gmp.de", "hotmail.de"])
def test_a_company_is_never_corrected(domain):
    assert (
        contacts.meant_domain(domain) in (None, "mail.com")
        if domain == "mall.com"
        else contacts.meant_domain(domain) is None
    )


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("RES-LM12", "RES-LM12"),
        ("L as in Lima M 1 2", "LM12"),
        ("E Z 7 Q", "EZ7Q"),
        ("Emil Zeppelin sieben Quelle", "EZ7Q"),
    ],
)
def test_a_code_is_read_letter_by_letter(said, code):
    assert first(said, "code", expected="code").value == code


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("name's O'Brien-Schmidt, first name Seán", "Seán O'Brien-Schmidt"),
        ("Nachname Gerwig, Vorname Hans", "Hans Gerwig"),
        ("first name Hans, last name Gerwig", "Hans Gerwig"),
        ("S-I-O-B-H-A-N, new word Q U I G L E Y", "Siobhan Quigley"),
        ("A N N A Leerzeichen L I N D", "Anna Lind"),
        ("Tim Voss. T-I-M, new word, V O S S", "Tim Voss"),
        ("table for 2 on Tuesday at 7pm, Adam West, no phone", "Adam West"),
        ("table for 2 on Tuesday at 7pm Ben Aho, no number", "Ben Aho"),
        ("Tisch für 2 morgen um 19 Uhr, Ben Aho, ohne Telefon", "Ben Aho"),
    ],
)
def test_both_parts_of_a_name_are_heard(said, name):
    assert first(said, "name").value == name


@pytest.mark.parametrize("said", ["a double for Dec 24 to 27, two adults", "a room for Dec 5"])
def test_a_month_before_a_day_is_nobodys_name(said):
    assert first(said, "name", expected="name") is None


@pytest.mark.parametrize(
    ("known", "heard", "half", "spelled", "whole"),
    [
        ("Krzyzewski", "Bartholomew", "first", False, "Bartholomew Krzyzewski"),
        ("Bartholomew", "Krzyzewski", "last", False, "Bartholomew Krzyzewski"),
        ("Bob Miller", "Stone", "last", False, "Bob Stone"),
        ("Siobhan Quigly", "Quigley", None, True, "Siobhan Quigley"),
        ("Siobahn Quigley", "Siobhan", None, True, "Siobhan Quigley"),
        ("Bob", "Tom", None, False, "Tom"),
    ],
)
def test_a_half_joins_the_name_that_is_known(known, heard, half, spelled, whole):
    assert contacts.whole_name(known, heard, half=half, spelled=spelled) == whole


@pytest.mark.parametrize(
    "said",
    [
        "0171 5550123, 2 people",
        "0171 5550123 two people at seven",
        "0171 5550123, zwei sind Vegetarier",
        "0171 5550123. Two of us are vegan",
        "0171 5550123 um acht",
        "0171 5550123, 12 December",
        "Tisch für vier, 0171 5550123",
        "party of 4, 0171 5550123",
        "Four, 0171 5550123",
        "table for 2 at 7, 0171 5550123",
        "am 12.12., 0171 5550123",
        "19:00, 0171 5550123",
        "for two, zero one seven one five five five oh one two three",
        "0171, five five five, zero one two three",
        "0171 55 50 123",
        "01 71, 555, 01 23",
    ],
)
@pytest.mark.parametrize("expected", [None, "phone"])
def test_what_counts_or_dates_something_beside_a_telephone_number_is_no_part_of_it(said, expected):
    assert first(said, "phone", expected=expected).value == "+491715550123"


@pytest.mark.parametrize(
    ("known", "heard", "spelled", "name"),
    [
        ("Daniel Ortiz", "Danielortiz", True, "Daniel Ortiz"),
        ("Hanna Meier", "Mayer", False, "Hanna Mayer"),
        ("Hanna Meier", "Fuchs", False, "Fuchs"),
    ],
)
def test_what_is_said_of_a_name_puts_the_part_right_that_it_resembles(known, heard, spelled, name):
    assert contacts.whole_name(known, heard, half=None, spelled=spelled) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("A table for two tomorrow at seven, Eve Adams", "Eve Adams"),
        ("table for 4 friday 7pm Eve Adams", "Eve Adams"),
        ("a table at 8 for April Jones", "April Jones"),
        ("table for three tomorrow 1pm, June Summers 0171 2345678", "June Summers"),
        ("Table for two on Friday at eight for Mr Knight", "Knight"),
        ("a table for four on Friday at 8 for Mrs Early", "Early"),
        ("Grace Early here, a table for two", "Grace Early"),
        ("Tisch für vier um sieben, Morgen ist mein Name", "Morgen"),
        ("Ich bin der Herr Montag", "Montag"),
        ("Tisch Freitag 20 Uhr 2 Personen, Frau Freitag", "Freitag"),
        ("Ich heiße übrigens Voß", "Voß"),
        ("ein Tisch für zwei um 19 Uhr, Voss, 0171 2345678", "Voss"),
        ("Müller, vier Personen, morgen 19 Uhr", "Müller"),
        ("die Reservierung läuft auf Voß, 0171 2345678", "Voß"),
    ],
)
def test_a_name_may_be_a_word_of_the_day_as_well(said, name):
    assert first(said, "name").value == name


@pytest.mark.parametrize(
    "said",
    [
        "new year's eve for two",
        "on Christmas Eve, for four",
        "May 18 2018.",
        "Tisch für zwei, Terrasse, 0171 2345678",
        "ein Tisch für zwei, Hochstuhl, 0171 2345678",
        "Guten Morgen, ein Tisch für zwei",
        "Will Friday be ok?",
        "a table at 8 on Friday, Terrace",
        "I am looking for the restaurant Maison Blanc St. John's Wood.",
        "can I leave a message for Mr Knight",
    ],
)
def test_a_word_of_the_day_is_nobodys_name_by_itself(said):
    assert first(said, "name") is None


def test_a_number_after_what_the_booking_is_under_is_a_telephone_number():
    assert first("The booking is under Ann Lee, 0171 2345678", "phone").value == "+491712345678"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Guten Tag, Kerner hier, wir haben am Samstag einen Tisch reserviert", "Kerner"),
        ("Familie Kerner hier, wir sind zu sechst", "Kerner"),
        ("Kerner, guten Tag, wir haben am Samstag einen Tisch", "Kerner"),
        ("wir kommen heute erst gegen 22 Uhr an, Wimmer ist der Name", "Wimmer"),
        ("wir kommen 15 Minuten später, Tisch auf Kerner am Samstag", "Kerner"),
        ("Hi its Kerner, we've a table Saturday", "Kerner"),
        ("hello, Kerner here, we have a table", "Kerner"),
        ("Hi we're staying with you on the 1st, Moss, we forgot the dog", "Moss"),
        ("cancel the one for Haller, 0171 5550002", "Haller"),
    ],
)
def test_a_surname_is_heard_where_somebody_says_who_is_calling(said, name):
    assert [value.value for value in contacts.names(said)] == [name]


@pytest.mark.parametrize(
    "said",
    [
        *("Hallo, Frühstück, wann gibt es das", "Terrasse hier, bitte", "Hallo, Doppelzimmer, zwei Nächte", "Tisch auf Terrasse am Samstag"),
        *("Reservierung auf Dezember am besten", "Hi, it's Friday, we want to come", "Hello, Lindenhof, we'd like a table", "Hi Anna, we have a table"),
        *("we come from Boston, USA, and we want a room", "Tisch für Silvester, 0171 5550002", "Wir sitzen hier"),
    ],
)  # fmt: skip
def test_what_has_a_capital_in_its_place_is_nobodys_name(said):
    assert contacts.names(said) == []
