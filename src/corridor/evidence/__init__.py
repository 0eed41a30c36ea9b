"""Evidence: canonical bytes, Merkle log, checkpoints, proofs, receipts, offline verification.

Pure: no clock, no input or output, no other room. Instants and keys come in as arguments.
"""
