"""Front ends: the command line. Parse, call a service, show."""
