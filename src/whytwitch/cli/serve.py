"""``whytwitch serve``: the page and the interfaces, on this machine unless told otherwise."""

from __future__ import annotations

import socket
import sys
from typing import Annotated

import typer

__all__ = ["serve"]

_PORT_TAKEN = (48, 98, 10048)  # macOS and BSD, Linux, Windows


def serve(
    host: Annotated[str, typer.Option("--host", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8765,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    keep: Annotated[
        str | None, typer.Option("--keep", help="Database in which cases are kept; nothing by default.")
    ] = None,
    token: Annotated[
        str | None, typer.Option("--token", envvar="WHYTWITCH_TOKEN", help="Token that requests must carry.")
    ] = None,
    allowed_host: Annotated[
        list[str] | None, typer.Option("--allowed-host", help="A host name that is answered.")
    ] = None,
    public_url: Annotated[
        str | None, typer.Option("--public-url", help="Address by which others reach it.")
    ] = None,
    jwt_issuer: Annotated[str | None, typer.Option("--jwt-issuer", help="OIDC or SMART issuer.")] = None,
    jwt_audience: Annotated[
        str | None, typer.Option("--jwt-audience", help="For whom its tokens must be.")
    ] = None,
    jwt_keys: Annotated[
        str | None, typer.Option("--jwt-keys", help="Its public keys (JWKS): a file, or an https address.")
    ] = None,
    jwt_scope: Annotated[
        list[str] | None,
        typer.Option("--jwt-scope", help="A scope that suffices, such as user/*.rs; none: ask for none."),
    ] = None,
    cds_issuer: Annotated[
        list[str] | None, typer.Option("--cds-issuer", help="Issuer of CDS Hooks tokens that are taken.")
    ] = None,
    cds_origin: Annotated[
        list[str] | None,
        typer.Option("--cds-origin", help="Origin of browser pages that may call CDS Hooks."),
    ] = None,
    rate: Annotated[
        int, typer.Option("--rate", min=0, help="Requests a minute of one client, when public; 0: any.")
    ] = 600,
    diary: Annotated[str | None, typer.Option("--diary", help="The diary's file or database URL.")] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes.")] = 1,
) -> None:
    """Start the page on this machine. Nothing is sent out, and nothing is kept unless you ask."""
    from whytwitch.core.errors import InputError

    try:
        from whytwitch.web import access, serving
        from whytwitch.web.access_scopes import DEFAULT_SCOPES
        from whytwitch.web.settings import ServeSettings
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] in (
            "fastapi",
            "starlette",
            "uvicorn",
            "multipart",
            "jinja2",
        ):
            raise InputError(
                f"'serve' needs the web extra; got no module {error.name}; pip install 'whytwitch[web]'"
            ) from None
        raise
    settings = ServeSettings(
        host=host,
        port=port,
        keep_url=keep,
        token=token,
        allowed_hosts=tuple(allowed_host or ()),
        public_url=public_url,
        jwt_issuer=jwt_issuer,
        jwt_audience=jwt_audience,
        jwt_jwks_url=jwt_keys,
        jwt_scopes=tuple(jwt_scope) if jwt_scope else DEFAULT_SCOPES,
        cds_issuers=tuple(cds_issuer or ()),
        cds_origins=tuple(cds_origin or ()),
        rate_per_minute=rate,
        diary=diary,
        workers=workers,
    )
    access.check_start(settings)
    if keep is not None:
        from whytwitch.keep.database import open_database

        open_database(keep).dispose()  # a database that is not there is known before anything is served
    listening = _listen(host, port)
    address = _address(host, listening.getsockname()[1])
    shown = sys.stderr.isatty()
    serving.run(
        settings,
        listening,
        progress=lambda step: print(f"first use: {step} ...", file=sys.stderr) if shown else None,
        ready=lambda: _ready(address, open_page),
    )


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, before anything heavy is loaded: a taken port is known at once."""
    from whytwitch.core.errors import InputError

    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(1024)
    except OSError as error:
        if error.errno in _PORT_TAKEN:
            raise InputError(
                f"--port must be free; got {port}, which another program uses; try --port {port + 1} or 0"
            ) from None
        raise InputError(
            f"--host and --port must be an address of this machine; got {host}:{port} "
            f"({error.strerror or 'unknown'})"
        ) from None
    listening.set_inheritable(True)
    return listening


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, host)
    return f"http://{f'[{shown}]' if ':' in shown and not shown.startswith('[') else shown}:{port}/"


def _ready(address: str, open_page: bool) -> None:
    print(f"whytwitch is at {address}  (Ctrl-C ends it; it then forgets all it was told)", flush=True)
    if open_page:
        import webbrowser

        webbrowser.open(address)
