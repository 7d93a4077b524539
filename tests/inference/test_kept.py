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
