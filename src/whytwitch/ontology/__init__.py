"""Human Phenotype Ontology terms and disease annotations, compiled."""
