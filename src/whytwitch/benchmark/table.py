"""The benchmark's table as text, CSV and a reliability picture."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from whytwitch.benchmark.cases import StageResult, stage_document
from whytwitch.benchmark.rare import RareResult

__all__ = ["as_csv", "as_text", "rare_text", "rare_tsv", "reliability_svg"]

_SHARES = (
    ("top1", "top-1"),
    ("top3", "top-3"),
    ("top5", "top-5"),
    ("top10", "top-10"),
    ("mrr", "MRR"),
    ("urgency_exact", "exact"),
    ("urgency_safe", "safe"),
    ("urgency_below", "below"),
    ("urgency_two_or_more_high", "2+ high"),
    ("emergency_recall", "em. recall"),
    ("brier", "Brier"),
    ("calibration_error", "ECE"),
)


def as_text(stages: Sequence[StageResult]) -> str:
    """A table with a line a stage and group; shares in percent, MRR, Brier and ECE as they are."""
    header = f"{'stage':<10}{'group':<11}{'n':>4}" + "".join(f"{t:>11}" for _, t in _SHARES)
    lines = [header, "-" * len(header)]
    for stage in stages:
        document = stage_document(stage)
        for group, figures in (("all", document["all"]), *document["groups"].items()):
            cells = "".join(f"{_cell(k, figures[k]):>11}" for k, _ in _SHARES)
            lines.append(f"{stage.stage:<10}{group:<11}{figures['n']:>4}{cells}")
        lines.append("")
    lines.append("reliability (leading cause): said -> right, number of cases")
    for stage in stages:
        bins = stage_document(stage)["reliability"]
        shown = ", ".join(f"{b['said']:.0%} -> {b['right']:.0%} ({b['n']})" for b in bins)
        lines.append(f"  {stage.stage}: {shown}")
    return "\n".join(lines)


def _cell(key: str, value: float) -> str:
    if value != value:
        return "-"
    return f"{value:.3f}" if key in ("mrr", "brier", "calibration_error") else f"{100 * value:.1f}"


def as_csv(stages: Sequence[StageResult]) -> str:
    """The same table as CSV, with full precision."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["stage", "group", "n", *(k for k, _ in _SHARES)])
    for stage in stages:
        document = stage_document(stage)
        for group, figures in (("all", document["all"]), *document["groups"].items()):
            writer.writerow([stage.stage, group, figures["n"], *(figures[k] for k, _ in _SHARES)])
    return buffer.getvalue()


def reliability_svg(stages: Sequence[StageResult]) -> str:
    """How often the leading cause was right against how sure the answer was, one line a stage."""
    size, margin = 360, 46
    inner = size - 2 * margin

    def at(said: float, right: float) -> tuple[float, float]:
        return margin + said * inner, size - margin - right * inner

    colours = ("#0b5fa5", "#b35900", "#4d7c0f")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img">',
        "<title>Reliability: how often the leading cause was right against how sure the answer was</title>",
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<path d="M{margin} {margin}V{size - margin}H{size - margin}" fill="none" stroke="#333"/>',
        f'<path d="M{margin} {size - margin}L{size - margin} {margin}" stroke="#999" '
        'stroke-dasharray="4 4"/>',
        f'<text x="{size / 2}" y="{size - 10}" text-anchor="middle" font-size="12">said</text>',
        f'<text x="14" y="{size / 2}" font-size="12" transform="rotate(-90 14 {size / 2})" '
        'text-anchor="middle">right</text>',
    ]
    for i, stage in enumerate(stages):
        colour = colours[i % len(colours)]
        bins = stage_document(stage)["reliability"]
        points = [(*at(b["said"], b["right"]), b["n"]) for b in bins]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y, n in points:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + n**0.5:.1f}" fill="{colour}"/>')
        parts.append(
            f'<text x="{margin + 8}" y="{margin + 14 + 16 * i}" font-size="12" fill="{colour}">'
            f"{stage.stage}</text>"
        )
    parts.append("</svg>")
    return "\n".join(parts)


def rare_text(summary: dict[str, Any]) -> str:
    """The rare-disease benchmark as lines for people; shares in percent."""
    lines = [
        f"{summary['cases']} people, {summary['known_cases']} with a diagnosis the release knows "
        f"({summary['diseases']} diseases, {summary['papers']} papers)",
        "",
        f"{'':<46}{'per disease: top-1':>20}{'top-3':>8}{'top-10':>8}"
        f"{'per case: top-1':>18}{'top-3':>8}{'top-10':>8}"
        f"{'median':>9}{'MRR':>8}",
    ]
    shown = [("leaky: every annotation row", summary["leaky"])]
    if "strict" in summary:  # only with the own paper left out
        shown += [
            ("leak-free: rows of the case's own paper out", summary),
            ("  of those, diseases with something left", summary["something_left"]),
            ("strict: rows that cite it among others out too", summary["strict"]),
        ]
        lines.insert(
            1,
            f"nothing of their own left without the paper: {summary['nothing_left_cases']} people, "
            f"{summary['nothing_left_diseases']} diseases; they stay in",
        )
    for name, figures in shown:
        cells = [f"{figures[f'per_disease_top{k}']:.1f}" for k in (1, 3, 10)]
        cells += [f"{figures[f'per_case_top{k}']:.1f}" for k in (1, 3, 10)]
        widths = (20, 8, 8, 18, 8, 8)
        row = "".join(f"{c:>{w}}" for c, w in zip(cells, widths, strict=True))
        lines.append(f"{name:<46}{row}{figures['median_rank']:>9.1f}{figures['mean_reciprocal_rank']:>8.3f}")
    if "speed" in summary:
        speed = summary["speed"]
        lines += [
            "",
            f"a case in a batch over all diseases: {speed['milliseconds']:.2f} ms on one core, "
            f"{speed['milliseconds_all_cores']:.2f} ms on {speed['cores']:.0f} "
            f"({speed['milliseconds_first_pass']:.2f} ms in a first pass), "
            f"{speed['megabytes_read']:.1f} MB read, {speed['gigabytes_a_second']:.1f} GB a second on one; "
            f"memory {speed['memory_megabytes']:.0f} MB",
        ]
    for peer in summary.get("peers", ()):
        lines.append(
            f"{peer['backend']} {peer['version']} (loads in {peer['load_seconds']:.1f} s), leaky, OMIM alone:"
        )
        for name, method in peer["methods"].items():
            lines.append(
                f"  {name:<26} {1000 * method['seconds_a_case']:>9.1f} ms a case, "
                f"{method['ratio']:>6.0f} × ours on as many cores; per case top-1 {method['top1']:.1f} %, "
                f"top-10 {method['top10']:.1f} %"
            )
    return "\n".join(lines)


def rare_tsv(results: Sequence[RareResult]) -> str:
    """One line a person, in the manner of PhEval's result tables: ranks with and without the own paper."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(
        ["phenopacket", "paper", "disease_identifier", "rank_leaky", "rank", "rank_strict", "findings_left",
         "top_identifier", "top_score"]
    )  # fmt: skip
    for r in results:
        ranks = ("" if x is None else f"{x:g}" for x in (r.leaky, r.leak_free, r.strict))
        writer.writerow(
            [r.case.id, r.case.paper, r.case.diagnosis, *ranks, r.n_left, r.leader, f"{r.leader_score:.4f}"]
        )
    return out.getvalue().rstrip("\n")
