"""Tables to workbooks: blank templates, returns, and files written whole or not at all."""
