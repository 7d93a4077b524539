from hypothesis import given
from hypothesis import strategies as st

from whytwitch.core.words import ordered_key, stem, tokens, unordered_key


def key(text: str) -> int:
    return int(unordered_key([stem(t) for t in tokens(text)]))


def test_spelling_and_word_order_meet():
    assert key("tumours of the leg") == key("leg tumor")
    assert key("Oedema") == key("edema")
    assert key("hypocalcaemia") == key("Hypocalcemia")
    assert key("weakness of the hand") == key("hand weakness")


def test_a_phrase_of_one_meaningful_word_keeps_its_stop_words():
    def ordered(t):
        return int(ordered_key([stem(w) for w in tokens(t)]))

    assert ordered("at rest") != ordered("rest")


@given(st.text(max_size=80))
def test_any_text_gives_tokens_and_keys(text):
    stems = [stem(t) for t in tokens(text)]
    assert ordered_key(stems) == ordered_key(list(stems))
    assert unordered_key(stems) == unordered_key(list(reversed(stems)))
