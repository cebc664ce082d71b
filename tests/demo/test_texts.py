"""What is written in seed/demo can stand on the site as it is."""

from jobhelp.demo.texts import Texts
from jobhelp.labels import Kind
from jobhelp.openings import lint
from jobhelp.reference.queries import Book


def test_every_advert_is_published_by_somebody_and_every_employer_has_some(city_texts: Texts) -> None:
    used = {key for firm in city_texts.firms for key in firm.adverts}
    assert used == set(city_texts.adverts)
    assert all(key in city_texts.adverts for keys in city_texts.trades.values() for key in keys)


def test_no_advert_says_what_the_law_forbids(city_texts: Texts) -> None:
    for key, advert in city_texts.adverts.items():
        for title in advert.titles:
            findings = lint.lint(
                {"title": title, "duties": "\n".join(advert.duties), "requirements": "\n".join(advert.asks)}
            )
            assert not lint.blocks(findings), (key, title, findings)


def test_adverts_are_of_all_kinds_and_say_enough(city_texts: Texts) -> None:
    assert {advert.kind for advert in city_texts.adverts.values()} == {kind.value for kind in Kind}
    for key, advert in city_texts.adverts.items():
        assert len(advert.duties) >= 3 and len(advert.asks) >= 2, key
        assert advert.pay[0] <= advert.pay[1], key
        assert (advert.kind == Kind.GIG) == (advert.gig is not None), key
        assert (advert.kind == Kind.WELFARE) == (advert.welfare is not None), key
        assert advert.gig or advert.hours, key
        assert len(set(advert.titles)) == len(advert.titles), key


def test_welfare_posts_are_part_time_as_the_rules_want(city_texts: Texts) -> None:
    welfare = [advert for advert in city_texts.adverts.values() if advert.kind == Kind.WELFARE]
    assert len(welfare) >= 10
    for advert in welfare:
        assert advert.unit == "hour"
        assert all(hours.day <= 4 and hours.week <= 24 for hours in advert.hours), advert.key


def test_invented_employers_say_that_they_are_examples(city_texts: Texts) -> None:
    assert 40 <= len(city_texts.firms) <= 60
    assert all("（示例" in firm.name for firm in city_texts.firms)
    assert len({firm.name for firm in city_texts.firms}) == len(city_texts.firms)
    assert {firm.state for firm in city_texts.firms} == {"verified", "pending", "refused"}


def test_employers_work_in_all_districts(city_texts: Texts, reference: Book) -> None:
    served = {site for firm in city_texts.firms if firm.state == "verified" for site in firm.sites}
    assert served == set(reference.districts)


def test_lives_want_work_that_somebody_offers(city_texts: Texts) -> None:
    offered = {advert.occupation for advert in city_texts.adverts.values()}
    for life in city_texts.lives:
        assert len(offered & set(life.wanted)) >= 2, life.words
