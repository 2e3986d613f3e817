"""The pages of the shop, one module for each kind, in the order a visitor meets them."""
