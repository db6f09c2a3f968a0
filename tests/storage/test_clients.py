"""Clients in the store: found by how their name begins, apart for each practice."""

from dataclasses import replace

from rules.search_phrases import folded, phrases_of
from storage import clients
from storage.clients import Address, Client
from storage.database import Store
from tests.support.cast import T0, Cast


def client(reference: str, name: str, **more: object) -> Client:
    known = {"sort_name": folded(name), "created_at": T0, "changed_at": T0, **more}
    return Client(id=0, reference=reference, name=name, **known)  # type: ignore[arg-type]


def added(store: Store, practice_id: int, reference: str, name: str, **more: object) -> Client:
    one = client(reference, name, **more)
    return clients.add(store, practice_id, one, phrases_of(name, reference, one.email or ""))


def names(found: list[Client]) -> list[str]:
    return [one.name for one in found]


def test_a_client_comes_back_as_kept(store: Store, cast: Cast) -> None:
    address = Address(line1="1 Main St", city="Austin", state="TX", country="US")
    kept = added(store, cast.practice.id, "NP-0001", "Ada Lovelace", address=address, language="fr")
    assert clients.get(store, cast.practice.id, kept.id) == kept
    assert clients.by_reference(store, cast.practice.id, "NP-0001") == kept


def test_a_search_finds_beginnings_of_any_word(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    for number, name in enumerate(["Ada Lovelace", "Adam Smith", "Grace Ada Hopper"], 1):
        added(store, mine, f"NP-000{number}", name, email=f"x{number}@example.org")
    assert names(clients.search(store, mine, "ada", 10)) == [
        "Grace Ada Hopper",
        "Ada Lovelace",
        "Adam Smith",
    ]
    assert names(clients.search(store, mine, "smith a", 10)) == ["Adam Smith"]
    assert names(clients.search(store, mine, folded("x3@example.org"), 10)) == ["Grace Ada Hopper"]
    assert names(clients.search(store, mine, folded("NP-0002"), 10)) == ["Adam Smith"]
    assert clients.search(store, mine, "ada", 1)[0].name == "Grace Ada Hopper"
    assert clients.search(store, mine, "dam", 10) == []


def test_a_changed_name_is_found_anew_and_no_more_by_the_old_one(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    kept = added(store, mine, "NP-0001", "Ada Byron")
    married = replace(kept, name="Ada Lovelace", sort_name="ada lovelace")
    clients.change(store, mine, married, phrases_of(married.name, married.reference))
    assert clients.search(store, mine, "byron", 10) == []
    assert clients.search(store, mine, "lovelace", 10) == [married]


def test_another_practices_clients_are_never_seen(store: Store, cast: Cast) -> None:
    theirs = added(store, cast.other.id, "NP-0001", "Ada Lovelace", external_id="7")
    mine = cast.practice.id
    assert clients.get(store, mine, theirs.id) is None
    assert clients.by_reference(store, mine, "NP-0001") is None
    assert clients.by_ids(store, mine, [theirs.id]) == {}
    assert clients.search(store, mine, "ada", 10) == []
    assert clients.first_by_name(store, mine, 10) == []
    assert clients.after(store, mine, 0, 10) == []
    assert clients.by_external_ids(store, mine, ["7"]) == {}


def test_many_are_added_in_one_go(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    batch = [
        (client(f"NP-{n:04}", f"Person {n}", external_id=str(n)), [f"person {n}", f"{n} person"])
        for n in range(1, 41)
    ]
    ids = clients.add_many(store, mine, batch)
    assert clients.by_external_ids(store, mine, ["1", "40", "41"]) == {"1": ids[0], "40": ids[39]}
    assert names(clients.search(store, mine, "40 p", 10)) == ["Person 40"]
    assert [one.id for one in clients.after(store, mine, ids[37], 10)] == ids[38:]
