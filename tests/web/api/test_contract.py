"""Requests drawn from the OpenAPI document, valid and not, with every check of schemathesis."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_every_check_on_every_operation(service, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.contract import run_contract

    passed, total, said = run_contract(service, examples=50, seed=7)
    assert passed, said
    assert total > 400
