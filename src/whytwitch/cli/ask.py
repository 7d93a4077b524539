"""``whytwitch ask``: the interview in the terminal, typed or piped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from whytwitch.core.case import Case

__all__ = ["ask", "show_answer"]

_HELP = "number(s) or words | d don't know | ? why | b back | c change an answer | x stop and answer"


class _EnoughError(Exception):
    """The person wants the answer now."""


def ask(
    output: Annotated[str, typer.Option("--format", help="terminal, json or html.")] = "terminal",
    out: Annotated[Path | None, typer.Option("--out", help="Write the answer to this file.")] = None,
    save: Annotated[
        Path | None, typer.Option("--save", help="Also save what you told as a case file.")
    ] = None,
    professional: Annotated[
        bool, typer.Option("--professional", help="Ask for signs and test results as well.")
    ] = False,
) -> None:
    """Ask one question at a time, then answer. Nothing is kept unless you give --save or --out."""
    from whytwitch.core.errors import InputError
    from whytwitch.model.store import open_model

    if output not in ("terminal", "json", "html"):
        raise InputError(f"--format must be terminal, json or html; got {output}")
    from whytwitch.service.interview import prepare

    model = open_model()
    audience: Literal["public", "professional"] = "professional" if professional else "public"
    prepare(model, audience)
    try:
        case = _Talk(model, audience).run()
        _answer(model, case, output, out, save)
    except KeyboardInterrupt:
        # Leaving is no fault, and nothing was written anywhere.
        print("\nStopped. Nothing was kept.", file=sys.stderr)
        raise typer.Exit(130) from None


def _answer(model: Any, case: Case, output: str, out: Path | None, save: Path | None) -> None:
    from whytwitch.core.errors import InputError

    if not case.facts and not case.known:
        raise InputError(
            "an interview must tell at least one thing; got none; say what you notice in your own words, "
            "or pick a kind of movement"
        )
    from whytwitch.service.assess import assess

    if save is not None:
        from whytwitch.cli.output import write
        from whytwitch.report.case_file import case_yaml

        write(case_yaml(case).rstrip("\n"), save)
        print(f"What you told was saved to {save}.", file=sys.stderr)
    show_answer(assess(model, case), output, out)


def show_answer(assessment: Any, output: str, out: Path | None) -> None:
    """The answer in one of the three formats, to a file or standard output."""
    from whytwitch.cli.main import print_terminal
    from whytwitch.cli.output import write

    if output == "json":
        from whytwitch.report.as_json import assessment_json

        write(assessment_json(assessment), out)
    elif output == "html":
        from whytwitch.report.as_html import assessment_html

        write(assessment_html(assessment), out)
    else:
        print_terminal(assessment, out)


@dataclass
class _Talk:
    """One conversation: the first words, then questions with their answers, in order.

    Everything said is kept as a list of answers from which the case is worked out anew, so that going
    back or changing one leaves nothing behind.
    """

    model: Any
    audience: Literal["public", "professional"]
    start: Case = field(default_factory=Case)
    answers: list[tuple[Any, str]] = field(default_factory=list)
    warned: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        from rich.console import Console

        # The conversation goes to standard error, so that the answer can be piped.
        self.console = Console(stderr=True, highlight=False)
        self.lines = _lines()

    def case(self) -> Case:
        """What is known with every answer so far."""
        from whytwitch.service.interview import replay

        return replay(self.model, self.start, ((question.id, value) for question, value in self.answers))

    def run(self) -> Case:
        """Until the interview stops, the person does, or the input ends; what was told."""
        try:
            self._first_words()
            self._questions()
        except _EnoughError:
            pass
        return self.case()

    def _questions(self) -> None:
        from whytwitch.service.interview import next_step

        while True:
            case = self.case()
            step = next_step(self.model, case, [q.id for q, _ in self.answers], self.audience)
            self._warn(step.urgency)
            if step.question is None:
                self.console.print(f"\n{step.stopped_because}", style="bold")
                return
            self._put(step.question, step.asked + 1, step.about_left)

    # ---- the conversation -------------------------------------------------------------------

    def _first_words(self) -> None:
        from whytwitch.service.understand import understand

        self.console.print("What do you notice? Say it in your own words, or press Enter to skip.")
        self.console.print("If you feel unsafe, stop here and get help now.", style="dim")
        text = self._read()
        if text == "x":
            raise _EnoughError
        if not text:
            return
        self.start = understand(self.model, text).case
        for fact in self.start.facts:
            self.console.print(
                f"  {'+' if fact.present else '-'} {fact.plain or fact.label}",
                style="green" if fact.present else "dim",
                markup=False,
            )
        for missed in self.start.not_understood:
            self.console.print(f"  ? not understood: {missed.text}", style="yellow", markup=False)

    def _warn(self, urgency: Any) -> None:
        """A red flag is shown at once, each reason one time."""
        from rich.panel import Panel
        from rich.text import Text

        from whytwitch.report.words import LEVEL_TITLE

        if urgency.level not in ("emergency", "urgent"):
            return
        new = [r for r in urgency.reasons if r.level in ("emergency", "urgent") and r.rule not in self.warned]
        new = [r for r in new if r.rule != "expected_harm"]
        if not new:
            return
        self.warned.update(r.rule for r in new)
        body = "\n".join(r.text for r in new) + "\nType x to stop here and see the answer."
        self.console.print(Panel(Text(body), title=LEVEL_TITLE[urgency.level], border_style="red"))

    def _put(self, question: Any, number: int, left: int) -> None:
        """Put one question until something is done with it."""
        self._show(question, number, left)
        while True:
            text = self._read()
            command = text.lower()
            if command == "?":
                self.console.print(question.why, markup=False)
            elif command == "x":
                raise _EnoughError
            elif command == "b":
                if self.answers:
                    self.answers.pop()
                    return
                self.console.print("This is the first question.")
            elif command == "c":
                if self._change():
                    return
                self._show(question, number, left)
            elif self._take(question, text):
                return

    def _take(self, question: Any, text: str, at: int | None = None) -> bool:
        """Record an answer; False, with a line that says why, when it is none."""
        from whytwitch.core.errors import InputError
        from whytwitch.service.interview import record_answer

        try:
            value = _value_of(question, text)
            record_answer(self.model, self.case(), question.id, value)
        except InputError as error:
            self.console.print(f"{error.what} ({_HELP})", style="yellow", markup=False)
            return False
        if at is None:
            self.answers.append((question, value))
        else:
            # What was asked after it may no longer be what should be asked; its answers still hold.
            self.answers[at] = (question, value)
        return True

    def _change(self) -> bool:
        """Answer an earlier question anew; False when none was."""
        if not self.answers:
            self.console.print("There is no answer yet.")
            return False
        for i, (question, value) in enumerate(self.answers, start=1):
            self.console.print(f"  {i}. {question.text}  ->  {_said(question, value)}", markup=False)
        self.console.print("Which one? (number, Enter for none)")
        text = self._read()
        if not text.isdecimal() or len(text) >= _DIGITS or not 1 <= int(text) <= len(self.answers):
            return False
        at = int(text) - 1
        question = self.answers[at][0]
        self._show(question, at + 1, 0)
        while True:
            text = self._read()
            if text == "?":
                self.console.print(question.why, markup=False)
            elif text == "x":
                raise _EnoughError
            elif self._take(question, text, at):
                return True

    def _show(self, question: Any, number: int, left: int) -> None:
        ahead = f", about {left} to go" if left else ""
        self.console.print(f"\n[bold]{number}[/bold][dim]{ahead}[/dim]")
        self.console.print(question.text, style="bold", markup=False)
        typed = question.entry == "years"
        for i, choice in enumerate([] if typed else _listed(question), start=1):
            self.console.print(f"  {i}. {choice.label}", markup=False)
        how = "one number, or more" if question.several else "a number"
        how = {
            "years": "years, such as 34",
            "days": f"{how}, or words such as 3 weeks",
            "words": f"{how}, or type it",
        }.get(question.entry, how)
        self.console.print(
            f"{how}; Enter: don't know; ? why, b back, c change, x stop", style="dim", markup=False
        )

    def _read(self) -> str:
        """One line; the end of the input ends the interview."""
        if sys.stdin.isatty():
            self.console.print("> ", end="")
        try:
            return next(self.lines).strip()
        except StopIteration:
            raise _EnoughError from None


def _lines() -> Iterator[str]:
    """Lines of standard input as text, whatever its bytes."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").replace("\x00", "")


def _listed(question: Any) -> list[Any]:
    return [choice for choice in question.choices if choice.value != "unknown"]


#: Longer numbers are no line of a list.
_DIGITS = 6
_LETTERS = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "none": "no"}


def _value_of(question: Any, text: str) -> str:
    """What was typed as the value of an answer."""
    from whytwitch.core.errors import InputError

    lowered = text.lower()
    if lowered in ("", "d", "don't know", "dont know"):
        return "unknown"
    choices = _listed(question)
    if question.entry == "years":  # years are typed as they are, so its lines have no numbers
        return f"words:{text}"
    if _LETTERS.get(lowered) in [c.value for c in choices]:
        return _LETTERS[lowered]
    parts = lowered.replace(",", " ").split()
    if parts and all(p.isdecimal() and len(p) < _DIGITS for p in parts):
        numbers = [int(p) for p in parts]
        if all(1 <= n <= len(choices) for n in numbers) and (question.several or len(numbers) == 1):
            picked = list(dict.fromkeys(choices[n - 1].value for n in numbers))
            if len(picked) > 1 and "no" in picked:
                raise InputError("the answer must be some lines or none of them; got both; pick again")
            return ",".join(picked)
        raise InputError(f"the answer must be from 1 to {len(choices)}; got {text[:40]!r}; pick again")
    if question.entry:
        return f"words:{text}"
    raise InputError(f"the answer must be one of the lines; got {text[:40]!r}; type its number")


def _said(question: Any, value: str) -> str:
    labels = {choice.value: choice.label for choice in question.choices}
    if value.startswith("words:"):
        return value.removeprefix("words:")
    return ", ".join(labels.get(v, v) for v in value.split(","))
