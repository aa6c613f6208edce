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
    ],
)
def test_a_name_is_heard_where_it_is_introduced(said, name):
    assert first(said, "name").value == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Schmitt mit dt", "Schmidt"),
        ("Bob Miller please", "Bob Miller"),
        ("M wie Martha A Y E R", "Mayer"),
        ("Sierra Mike India Tango Hotel", "Smith"),
        ("it's under Smith", "Smith"),
    ],
)
def test_an_answer_to_the_question_for_the_name_is_a_name(said, name):
    assert first(said, "name", expected="name").value == name


@pytest.mark.parametrize(
    "said", ["I'd rather not say", "yes please", "I am looking for a table", "moment", "why do you ask?"]
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
