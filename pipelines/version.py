"""The version of the product, as written in every build and export."""

PRODUCT_VERSION = "0.1.0"
