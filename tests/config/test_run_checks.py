"""The dependency audit: fails on a known weakness, passes aloud when nobody can be asked."""

import json

from tools.run_checks import judge_audit


def report(*weaknesses: object) -> str:
    package = {"name": "example", "version": "1.0", "vulns": list(weaknesses)}
    return json.dumps({"dependencies": [package], "fixes": []})


def test_judge_audit_fails_on_a_known_weakness() -> None:
    weakness = {"id": "PYSEC-2026-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}

    ok, output, _ = judge_audit(1, report(weakness), "")

    assert not ok
    assert output == "example 1.0: PYSEC-2026-1, mended in 1.1"


def test_judge_audit_passes_without_weakness() -> None:
    assert judge_audit(0, report(), "") == (True, "", "")


def test_judge_audit_says_when_the_service_is_unreachable() -> None:
    ok, _, remark = judge_audit(1, "", "requests.exceptions.ConnectionError: Failed to resolve")

    assert ok
    assert remark.startswith("NOT CHECKED")


def test_judge_audit_fails_on_any_other_trouble() -> None:
    assert judge_audit(2, "", "usage: pip-audit") == (False, "usage: pip-audit", "")
