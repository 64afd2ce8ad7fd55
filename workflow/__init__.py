"""The four steps of a month: collect 收, review 审, assess 评, submit 报."""
