"""Charts drawn with pyqtgraph. Only `loading` and `shapes` may be imported at start."""
