"""The shelves of this package: documented tasks and products, found by looking into the folders."""

import advice.products
import advice.tasks
from advice.products.product import Product
from advice.task import Task
from strategies.shelf import modules

TASKS: dict[str, Task] = {
    module.__name__.rpartition(".")[2].replace("_", "-"): module.TASK
    for module in modules(advice.tasks)
}
"""Every documented task by name."""

PRODUCTS: dict[str, Product] = {
    module.PRODUCT.name: module.PRODUCT for module in modules(advice.products, "product")
}
"""Every product by name."""
