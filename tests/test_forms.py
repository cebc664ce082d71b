"""The base of every form: our words, nothing lost, and the password rule."""

import re
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wtforms import IntegerField, PasswordField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from jobhelp import forms
from jobhelp.errors import Refusal
from jobhelp.forms import Form, weakness

CHINESE = re.compile(r"[\u4e00-\u9fff]")
within = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


class Everything(Form):
    name = StringField("姓名", [InputRequired(), Length(min=2, max=5)], filters=[str.title])
    about = TextAreaField("介绍", [Length(max=10)])
    age = IntegerField("几个人", [NumberRange(1, 9)])
    kind = SelectField("哪一类", choices=[SelectChoice("a", "A")])
    many = SelectMultipleField("哪几样", choices=[SelectChoice("a", "A")])
    phone = forms.phone("手机号")
    id_number = forms.id_number("身份证号")
    credit_code = forms.credit_code("代码")
    password = forms.new_password("密码")
    secret = PasswordField("旧密码")


def posted(app: Flask, data: dict[str, Any]) -> Everything:
    with app.test_request_context("/", method="POST", data=data):
        form = Everything()
        form.validate()
        form.pages = {field.name: field() for field in form}
        return form


GOOD = {
    "name": " wang ",
    "about": "a\r\nb\x00",
    "age": "3",
    "kind": "a",
    "many": "a",
    "phone": "+86 138 0013 8000",
    "id_number": "11010519491231002x",
    "credit_code": "91350100m000100y43",
    "password": " 雪花 松花江 早班车 ",
    "secret": " keep my spaces ",
}


def test_right_entries_are_made_canonical_and_passwords_left_alone(app: Flask) -> None:
    form = posted(app, GOOD)
    assert form.errors == {}
    assert form.name.data == "Wang" and form.about.data == "a\nb"
    assert form.phone.data == "13800138000"
    assert form.id_number.data == "11010519491231002X"
    assert form.credit_code.data == "91350100M000100Y43"
    assert form.password.data == GOOD["password"] and form.secret.data == GOOD["secret"]


def test_an_identity_number_may_be_left_out(app: Flask) -> None:
    form = posted(app, GOOD | {"id_number": "  "})
    assert form.errors == {} and form.id_number.data == ""


def test_what_was_typed_is_shown_again_passwords_apart(app: Flask) -> None:
    bad = dict.fromkeys(GOOD, "x9 错")
    form = posted(app, bad)
    for name in ("name", "about", "age", "phone", "id_number", "credit_code"):
        assert "错" in form.pages[name], name
    for name in ("password", "secret"):
        assert "x9" not in form.pages[name]


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_message_is_in_the_readers_language(app: Flask, locale: str) -> None:
    wrong = [
        {},
        dict.fromkeys(GOOD, ""),
        dict.fromkeys(GOOD, "x"),
        dict.fromkeys(GOOD, "9" * 200),
        GOOD | {"age": "99", "kind": "b", "many": "b", "password": "short"},
    ]
    seen = set()
    for data in wrong:
        with app.test_request_context("/", method="POST", data=data), force_locale(locale):
            form = Everything()
            form.validate()
            messages = [message for found in form.errors.values() for message in found]
        assert messages
        seen.update(messages)
        for message in messages:
            assert bool(CHINESE.search(message)) == (locale == "zh"), message
            assert "%" not in message
    assert len(seen) > 10


def test_an_empty_post_is_a_post_and_json_is_none(app: Flask) -> None:
    with app.test_request_context("/", method="POST"):
        assert not Everything().submitted()
    with app.test_request_context("/", method="POST", json=[1, {"name": "x"}]):
        form = Everything()
        assert not form.submitted() and form.name.data == ""
    with app.test_request_context("/?name=x"):
        form = Everything()
        assert not form.submitted() and form.errors == {} and form.name.data == ""


def test_a_refusal_stands_at_its_field_or_above_the_form(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data=GOOD):
        form = Everything()
        assert form.submitted()
        form.refuse(Refusal("先改 %(what)s。", field="phone", what="这里"))
        form.refuse(Refusal("整张表都不行。", field="no_such_field"))
        assert form.phone.errors == ["先改 这里。"]
        assert form.form_errors == ["整张表都不行。"]
        assert form.errors == {"phone": ["先改 这里。"], "": ["整张表都不行。"]}


@within
@given(st.dictionaries(st.sampled_from(sorted(GOOD)), st.text(max_size=60)))
def test_no_junk_breaks_a_form(app: Flask, data: dict[str, str]) -> None:
    clean = {name: value.encode("utf-8", "replace").decode() for name, value in data.items()}
    form = posted(app, clean)
    for name in ("name", "about", "phone"):
        assert "\x00" not in (form[name].data or "")


@pytest.mark.parametrize(
    "password",
    [
        "雪花 松花江 早班车",
        "correct horse battery staple",
        "Tr0ub4dor&3x",
        "江江江江桥桥桥桥铁铁铁铁",
        "jobhelp is where I found work",
        "x" * 60 + "yz",
    ],
)
def test_long_and_uncommon_is_enough_no_mixture_is_asked_for(password: str) -> None:
    assert weakness(password, phone="13904510001") is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("1234567", "至少"),
        ("x" * 129, "最多"),
        ("password", "常见"),
        ("PASSWORD1", "常见"),
        ("ｐａｓｓｗｏｒｄ１", "常见"),
        ("woaini1314", "常见"),
        ("5201314520", "常见"),
        ("qwertyuiop", "常见"),
        ("88888888", "常见"),
        ("ababababab", "常见"),
        ("13904510001", "手机号"),
        ("139 0451 0001", "手机号"),
        ("a13904510001", "手机号"),
        ("jobhelp2026", "本站"),
        ("冰城就业冰城就业", "本站"),
        ("BingchengJiuye!", "本站"),
    ],
)
def test_short_known_and_guessable_passwords_are_refused(password: str, why: str) -> None:
    fault = weakness(password, phone="13904510001")
    assert fault is not None and why in fault.message


def test_staff_need_twelve(app: Flask) -> None:
    assert weakness("松花江上的早班车") is None
    fault = weakness("松花江上的早班车", staff=True)
    assert fault is not None and fault.params == {"least": 12}
    assert weakness("松花江上的早班车头一趟了吧", staff=True) is None


def test_the_three_thousand_most_common_passwords_are_known() -> None:
    known = forms.common_passwords()
    assert len(known) >= 3000
    assert all(8 <= len(password) <= 128 and password == password.casefold() for password in known)
    assert sum(len(password) >= 12 for password in known) >= 500  # staff need lists of their own length
    for password in ("password", "12345678", "iloveyou", "sunshine", "woaini1314", "1qaz2wsx3edc"):
        assert password in known


@given(st.sampled_from(sorted(forms.common_passwords())), st.booleans())
def test_each_of_them_is_refused_in_upper_case_too(password: str, upper: bool) -> None:
    assert weakness(password.upper() if upper and password.upper().casefold() == password else password)
