import pytest
from hypothesis import given
from hypothesis import strategies as st

from whytwitch.core.documents import parse_document
from whytwitch.core.errors import InputError


def fault_of(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_document(text, "case.yaml")
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_plain_document_keeps_values_and_lines():
    document = parse_document("a: 1\nb:\n- x\n- {c: 2.5}\n", "case.yaml")
    assert document.value == {"a": 1, "b": ["x", {"c": 2.5}]}
    assert document.line(("b", 1, "c")) == 4
    assert document.line(("c", 9)) == 1


def test_json_is_read_too():
    assert parse_document('{"a": [1, null, true]}', "x").value == {"a": [1, None, True]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\na: 2\n", "'a' twice"),
        ("a: !!python/object/apply:os.system [ls]\n", "tags must not be used"),
        ("a: !secret x\n", "tags must not be used"),
        ("a: &x [1]\nb: *x\n", "anchors and aliases"),
        ("a: .nan\n", "finite"),
        ("a: .inf\n", "finite"),
        ("a: [1, 2\n", "valid YAML or JSON"),
        ("? [a]\n: 1\n", "a key must be a word"),
        ("", "empty"),
        ("a: 1\n---\nb: 2\n", "valid YAML"),
        ("[" * 500 + "]" * 500, "deep"),
    ],
)
def test_each_fault_gets_one_line_that_names_it(text, says):
    assert says in fault_of(text)


def test_the_line_of_the_fault_is_named():
    assert "case.yaml:3" in fault_of("a: 1\nb: 2\na: 3\n")


def test_a_bomb_of_anchors_is_refused_before_it_grows():
    bomb = "a: &a [x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)},*{chr(97 + i)}]\n" for i in range(20)
    )
    assert "anchors" in fault_of(bomb)


@given(st.text(max_size=200))
def test_any_text_is_a_document_or_one_clear_line(text):
    said = ""
    try:
        parse_document(text, "any")
    except InputError as error:
        said = str(error)
    assert "\n" not in said
