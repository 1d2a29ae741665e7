"""The numbers of the project, each measured against a floor or a peer in the same run."""
