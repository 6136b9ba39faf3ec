"""Products: how a recommended setting is written for each; one module each with a `PRODUCT`."""
