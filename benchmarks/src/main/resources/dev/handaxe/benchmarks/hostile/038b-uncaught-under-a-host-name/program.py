exec(compile("1 / 0\n", "@CANARY_FILE@", "exec"))
