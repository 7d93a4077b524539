"""``python -m whytwitch``."""

from whytwitch.cli.main import run

if __name__ == "__main__":
    run()
