"""The page and the interfaces over HTTP: parse, call a service, show. No medical rule stands here."""
