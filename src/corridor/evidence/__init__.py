"""What makes a statement provable: canonical bytes, the Merkle log, checkpoints, proofs."""
