"""``whytwitch data``: the ontology's release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.command()
def status() -> None:
    """Which release is in use, with counts, checksums and attribution."""
    from whytwitch.ontology.store import open_ontology, shipped_folder

    ontology = open_ontology()
    origin = "shipped with the package" if ontology.folder == shipped_folder() else "updated"
    typer.echo(f"origin: {origin}")
    for key, value in ontology.meta.items():
        if key != "format":
            typer.echo(f"{key}: {value}")


@app.command()
def update(
    obo: Annotated[Path, typer.Option("--obo", help="hp.obo of the newer release.")],
    hpoa: Annotated[Path, typer.Option("--hpoa", help="phenotype.hpoa of the same release.")],
    genes: Annotated[
        Path | None, typer.Option("--genes", help="genes_to_phenotype.txt of the same release.")
    ] = None,
) -> None:
    """Put a newer release in the place of the shipped one; nothing is fetched."""
    from whytwitch.service.ontology_update import update_ontology

    meta = update_ontology(obo, hpoa, genes)
    typer.echo(
        f"release {meta['annotation_release']}: {meta['n_terms']} terms, "
        f"{meta['n_diseases']} diseases; in use from now on"
    )


@app.command()
def joins(
    disease: Annotated[str, typer.Argument(help="Part of an id or of a name; all joins when empty.")] = "",
) -> None:
    """Which entries of OMIM, Orphanet and DECIPHER stand in one row, with score and ground, as TSV."""
    from whytwitch.core.errors import InputError
    from whytwitch.ontology.joins import joined_entries
    from whytwitch.ontology.store import open_ontology

    found = [row for row in joined_entries(open_ontology()) if disease.lower() in "\t".join(row).lower()]
    if not found:
        raise InputError("no joined entry has this in its id or name; an entry may stand alone", disease)
    typer.echo("id\tname\tother_id\tother_name\tscore\tground")
    for row in found:
        typer.echo("\t".join(row))


@app.command(hidden=True)
def build(
    obo: Annotated[Path, typer.Option("--obo")],
    hpoa: Annotated[Path, typer.Option("--hpoa")],
    out: Annotated[Path, typer.Option("--out")],
    genes: Annotated[Path | None, typer.Option("--genes")] = None,
) -> None:
    """Compile a release into a folder (for ``make ontology``)."""
    from whytwitch.ontology.build import build_ontology

    meta = build_ontology(obo, hpoa, out, genes)
    typer.echo(f"{out}: {meta['n_terms']} terms, {meta['n_diseases']} diseases")
