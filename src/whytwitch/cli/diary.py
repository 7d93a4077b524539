"""``whytwitch diary``: kept only by those who start one, on their own machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

Place = Annotated[
    str | None,
    typer.Option("--diary", help="The diary's file or database URL; your data folder by default."),
]


def _place(place: str | None) -> str:
    from whytwitch.keep.diary import diary_place

    return place or str(diary_place())


@app.command()
def start(diary: Place = None) -> None:
    """Begin a diary. Until you do, nothing is kept."""
    from whytwitch.keep.database import shown_place
    from whytwitch.keep.diary import Diary

    with Diary.open(_place(diary), start=True) as kept:
        typer.echo(f"Your diary is kept in {shown_place(kept.place)}. Add to it with 'whytwitch diary add'.")


@app.command()
def add(
    diary: Place = None,
    at: Annotated[str, typer.Option("--at", help="Day and time, 2026-03-01 08:30; now by default.")] = "",
    where: Annotated[str, typer.Option("--where", help="Where it twitches.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="What it is like.")] = "",
    strength: Annotated[str, typer.Option("--strength", help="0 (none) to 10 (worst).")] = "",
    count: Annotated[str, typer.Option("--count", help="How many times.")] = "",
    minutes: Annotated[str, typer.Option("--minutes", help="How long it went on.")] = "",
    coffee: Annotated[str, typer.Option("--coffee", help="Cups of coffee that day.")] = "",
    sleep: Annotated[str, typer.Option("--sleep", help="Hours slept the night before.")] = "",
    stress: Annotated[str, typer.Option("--stress", help="0 to 10.")] = "",
    exercise: Annotated[str, typer.Option("--exercise", help="Minutes of exercise that day.")] = "",
    medicines: Annotated[str, typer.Option("--medicines", help="Medicines taken.")] = "",
    note: Annotated[str, typer.Option("--note", help="Anything else.")] = "",
) -> None:
    """Note one thing: whytwitch diary add --strength 4 --where calf --coffee 3 --sleep 6."""
    from datetime import datetime

    from whytwitch.core.diary import make_entry
    from whytwitch.keep.diary import Diary

    entry = make_entry(
        at or datetime.now(),
        place=where,
        kind=kind,
        strength=strength,
        count=count,
        minutes=minutes,
        coffee_cups=coffee,
        sleep_hours=sleep,
        stress=stress,
        exercise_minutes=exercise,
        medicines=medicines,
        note=note,
    )
    with Diary.open(_place(diary)) as kept:
        added = kept.add(entry)
    typer.echo(f"Noted for {added.at.isoformat(' ', 'minutes')} (entry {added.id[:8]}).")


@app.command()
def show(
    diary: Place = None,
    out: Annotated[Path | None, typer.Option("--svg", help="Also draw it into this file.")] = None,
) -> None:
    """The days as a chart, what they say, and the last entries."""
    from whytwitch.cli.output import write
    from whytwitch.keep.diary import Diary
    from whytwitch.report.diary_chart import diary_svg, diary_text
    from whytwitch.service.diary import read_diary

    with Diary.open(_place(diary)) as kept:
        entries = kept.entries()
    reading = read_diary(entries)
    lines = [diary_text(reading.days)]
    if entries:
        lines += ["", reading.course_text, *(t.text for t in reading.triggers)]
        lines += ["A link is not a cause. Show this to whoever looks after you.", "", "Last entries:"]
        for e in entries[-10:]:
            words = "; ".join(w for w in (e.place, e.kind, e.medicines, e.note) if w)
            strength = "" if e.strength is None else f" strength {e.strength}"
            lines.append(f"  {e.id[:8]}  {e.at.isoformat(' ', 'minutes')}{strength}  {words}".rstrip())
    write("\n".join(lines), None)
    if out is not None:
        write(diary_svg(reading.days), out)


@app.command()
def export(
    diary: Place = None,
    output: Annotated[str, typer.Option("--format", help="csv or json.")] = "csv",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """Every entry, to take elsewhere."""
    from whytwitch.cli.output import write
    from whytwitch.core.errors import InputError
    from whytwitch.keep.diary import Diary
    from whytwitch.report.diary_export import diary_csv, diary_json

    if output not in ("csv", "json"):
        raise InputError(f"--format must be csv or json; got {output}")
    with Diary.open(_place(diary)) as kept:
        entries = kept.entries()
    write((diary_csv if output == "csv" else diary_json)(entries).rstrip("\r\n"), out)


@app.command()
def delete(
    entry: Annotated[str, typer.Argument(help="Id of an entry, or its beginning; see 'show'.")] = "",
    diary: Place = None,
    everything: Annotated[bool, typer.Option("--all", help="All of it, and the file.")] = False,
) -> None:
    """Delete one entry, or the whole diary."""
    from whytwitch.core.errors import InputError
    from whytwitch.keep.diary import Diary

    if bool(entry) == everything:
        raise InputError("delete must be given one entry's id, or --all; got neither or both")
    with Diary.open(_place(diary)) as kept:
        if everything:
            kept.remove()
            typer.echo("The diary was deleted.")
        else:
            kept.delete(entry)
            typer.echo("The entry was deleted.")


@app.command()
def assess(
    case: Annotated[str, typer.Argument(help="A case file that the diary adds to; none by default.")] = "",
    diary: Place = None,
    output: Annotated[str, typer.Option("--format", help="terminal, json or html.")] = "terminal",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
) -> None:
    """Assess what the diary says, alone or added to a case."""
    from whytwitch.cli.ask import show_answer
    from whytwitch.core.errors import InputError
    from whytwitch.intake.read import read_case
    from whytwitch.keep.diary import Diary
    from whytwitch.model.store import open_model
    from whytwitch.service.assess import assess as assess_case
    from whytwitch.service.diary import diary_facts

    if output not in ("terminal", "json", "html"):
        raise InputError(f"--format must be terminal, json or html; got {output}")
    with Diary.open(_place(diary)) as kept:
        entries = kept.entries()
    model = open_model()
    whole = diary_facts(model, entries, read_case(model, case) if case else None)
    if not whole.facts and not whole.known:
        raise InputError("the diary must say at least one thing that is known; got none; note where it is")
    show_answer(assess_case(model, whole), output, out)
