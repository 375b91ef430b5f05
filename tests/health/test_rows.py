"""The data that the page's script reads."""

import json

from support.hub import ATTACK, hostile, hub

from xreg.publisher.health.rows import FIXES, SEVERITIES, Table, embedded, rows


def test_the_words_for_fixes_are_in_their_order():
    assert FIXES == ("safe", "unsafe", "display", "none")
    assert SEVERITIES == ("error", "warning", "info")


def test_nothing_in_the_data_could_end_its_element():
    text = embedded(hub([hostile()]))
    assert not set("<>&\u202e") & set(text)
    assert ATTACK.replace("\u202e", "\\u202e") in json.loads(text)["texts"]


def test_each_value_is_kept_once():
    table = Table()
    assert [table.number(value) for value in ("a", "b", "a")] == [0, 1, 0]
    assert table.values == ["a", "b"]


def test_a_row_says_all_of_a_finding():
    data = rows(hub([hostile()]))
    own = next(row for row in data["findings"] if data["texts"][row[7]].startswith("</script>"))
    place, rule, severity, fix, row, column, field, message, fix_message, evidence, pieces = own
    assert "hurt" in data["texts"][data["cards"][place][0]]
    assert data["rules"][rule][:2] == ["XR301", "summary-names-other-model"]
    assert (data["severities"][severity], data["fixes"][fix], row, column) == ("error", "unsafe", 1, 3)
    assert field == message == fix_message
    assert [data["texts"][data["evidence"][number][0]] for number in evidence] == ["card"]
    assert [kind for kind, _ in pieces] == [0, 1, 2]


def test_findings_come_errors_first_by_rule_and_card(cards):
    data = rows(cards)
    order = [(severity, rule, card) for card, rule, severity, *_ in data["findings"]]
    assert order == sorted(order)
    assert len(order) == sum(len(card.findings) for card in cards)


def test_a_text_of_any_length_is_cropped():
    long = hostile()
    finding = long.findings[0]._replace(message="x" * 5000)
    data = rows(hub([long._replace(findings=(finding,))]))
    assert max(map(len, data["texts"])) < 2000
