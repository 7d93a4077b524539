from whytwitch.inference.kept import Kept


def test_a_value_is_made_once_and_the_memory_stays_bounded():
    made = []
    kept = Kept(3)
    for key in (1, 1, 2, 2, 3, 1):
        assert kept.get(key, lambda key=key: made.append(key) or key * 10) == key * 10
    assert made == [1, 2, 3]
    for key in range(100):
        kept.get(key, lambda key=key: key)
        assert len(kept) <= 3


def test_the_first_made_goes_first_and_a_tighter_bound_holds_at_once():
    kept = Kept(4)
    for key in range(5):
        kept.get(key, lambda key=key: key)
    made = []
    for key in (1, 2, 3, 4):
        kept.get(key, lambda key=key: made.append(key) or key)
    assert made == []
    kept.bound(2)
    assert (len(kept), kept.limit) == (2, 2)
    assert kept.get(4, lambda: "anew") == 4
    kept.bound(100)
    assert kept.limit == 2
