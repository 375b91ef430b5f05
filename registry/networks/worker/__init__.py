"""What runs in the isolated child: the network is built, given inputs, compared with a checkpoint, and told of."""
