"""Words compared by character pairs, and texts replaced one by one."""

import numpy as np
import pytest

from jobhelp.matching.text import WordIndex, bigrams, normalise

TEXTS = ["写字楼保洁", "小区保安员", "保洁员（夜班）", "", "Web 前端开发"]


def cosines(index: WordIndex, text: str) -> np.ndarray:
    return index.cosines(*index.vector(text))


def test_full_width_and_capitals_are_one_spelling() -> None:
    assert normalise("ＷＥＢ　Ｃ＋＋") == "web c++"


def test_a_pair_never_spans_a_boundary() -> None:
    joined, apart = bigrams(["保洁员"])[1], bigrams(["保洁 员"])[1]
    assert set(joined) != set(apart)
    assert len(bigrams(["", "  "])[1]) == 0


def test_the_same_words_are_nearest_and_a_text_without_any_is_at_nothing() -> None:
    index = WordIndex.of(TEXTS)
    found = cosines(index, "保洁")
    assert np.argsort(-found)[:2].tolist() in ([0, 2], [2, 0])
    assert found[3] == found[4] == 0
    assert cosines(index, "写字楼保洁")[0] == pytest.approx(1, abs=1e-6)


def test_no_words_find_nothing() -> None:
    assert not cosines(WordIndex.of(TEXTS), "").any()


def test_replacing_texts_gives_what_building_anew_would_give() -> None:
    index = WordIndex.of(TEXTS)
    now = list(TEXTS)
    rng = np.random.default_rng(1)
    for step in range(30):
        row = int(rng.integers(0, len(now) + 1))
        text = f"{rng.choice(['焊工', '厨师', '保洁', '司机'])}{step}"
        if row == len(now):
            now.append(text)
        else:
            now[row] = text
        index = index.patch(np.array([row]), [text], len(now))
        whole = WordIndex.of(now, index.idf)
        for words in ("保洁", "焊工 司机", text):
            assert np.allclose(cosines(index, words), cosines(whole, words), atol=1e-6)
        rows = rng.permutation(len(now))
        assert abs(index.rows(rows) - whole.vectors[rows]).max() < 1e-6
        assert np.allclose(index.mean_vector(rows[:3])[1], whole.mean_vector(rows[:3])[1], atol=1e-6)


def test_a_text_that_stays_the_same_costs_nothing() -> None:
    index = WordIndex.of(TEXTS)
    assert index.patch(np.array([1]), [TEXTS[1]], len(TEXTS)) is index


def test_replacing_a_text_moves_nobody_elses_cosines() -> None:
    index = WordIndex.of(TEXTS)
    patched = index.patch(np.array([4]), ["保洁保洁保洁"], 5)
    assert np.array_equal(cosines(index, "保洁")[:4], cosines(patched, "保洁")[:4])


def test_taking_rows_keeps_their_texts() -> None:
    index = WordIndex.of(TEXTS).patch(np.array([0]), ["焊工"], 5)
    assert cosines(index.take(np.array([2, 0])), "焊工").tolist() == pytest.approx([0, 1], abs=1e-6)


def test_chinese_has_no_edges_but_a_word_of_one_character_is_not_lost() -> None:
    assert np.array_equal(np.sort(bigrams(["保洁，保安"])[1]), np.sort(bigrams(["保安 保洁"])[1]))
    assert len(bigrams(["保洁"])[1]) == 1 and len(bigrams(["焊"])[1]) == 1
    assert len(bigrams(["cook"])[1]) == 5, "where a word of letters begins and ends says something"
