"""Files in, warehouse out: the contract, the readers, the build and the read model."""
