"""Charts drawn with pyqtgraph. Only :mod:`desktop.charts.loading` may be imported at start."""
