"""Knowledge and ontology compiled into arrays and cached on disk."""
