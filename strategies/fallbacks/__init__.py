"""What a node does while it cannot reach the cache: one file a policy, found by its folder."""
