"""Bank statements of ISO 20022 (camt.053): what came in, and nothing else."""
