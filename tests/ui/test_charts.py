"""Charts carry their title, their description, and their figures in a table."""

import re

from django.utils.translation import override

from pacte.ui import charts


def widths(chart: charts.Chart) -> list[float]:
    drawn = str(chart.svg).split("</defs>")[1]
    return [
        float(width)
        for width in re.findall(r'<rect x="[\d.]+%" y="\d+" width="([\d.]+)%"[^>]*fill="#', drawn)
    ]


def test_bars_are_as_long_as_their_values() -> None:
    chart = charts.bars("Actions", [("A", 10), ("B", 5), ("C", 0)], heading="Axe", unit="Actions")

    assert widths(chart) == [100.0, 50.0]
    assert chart.headings == ("Axe", "Actions")
    assert chart.rows == [("A", "10"), ("B", "5"), ("C", "0")]


def test_stacked_bars_add_up_and_total() -> None:
    chart = charts.stacked("Années", [("2025", [1, 3])], heading="Année", series=["Un", "Deux"])

    assert widths(chart) == [25.0, 75.0]
    assert chart.rows == [("2025", "1", "3", "4")]
    assert [item.label for item in chart.legend] == ["Un", "Deux"]


def test_shares_say_their_part_in_the_legend() -> None:
    with override("fr"):
        chart = charts.share("Parts", [("A", 3), ("B", 1)], heading="Axe", unit="Actions")

    assert widths(chart) == [75.0, 25.0]
    assert chart.legend[0].label == "A\u00a0: 3 (75\u00a0%)"


def test_a_chart_escapes_and_describes_itself() -> None:
    chart = charts.bars("<Actions>", [("A & <b>", 1)], heading="Axe", unit="Actions")

    assert "<title" in chart.svg
    assert "&lt;Actions&gt;</title>" in chart.svg
    assert "A &amp; &lt;b&gt;: 1</desc>" in chart.svg
    assert "<b>" not in chart.svg


def test_two_charts_of_a_page_share_no_name() -> None:
    one = charts.bars("Un", [("A", 1)], heading="Axe", unit="Actions")
    two = charts.bars("Deux", [("A", 1)], heading="Axe", unit="Actions")

    def names(chart: charts.Chart) -> set[str]:
        return set(re.findall(r' id="([^"]+)"', str(chart.svg)))

    assert names(one) & names(two) == set()


def test_an_empty_chart_is_drawn_all_the_same() -> None:
    chart = charts.bars("Rien", [], heading="Axe", unit="Actions")

    assert chart.rows == []
    assert "<svg" in chart.svg


def test_each_series_has_its_colour_and_its_pattern() -> None:
    assert len(charts.COLOURS) == len(charts.PATTERNS) == 8
    assert len(set(charts.COLOURS)) == len(set(charts.PATTERNS)) == 8
