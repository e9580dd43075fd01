import warnings

module = warnings.catch_warnings()._module
system = module.sys.modules["posix"]
print(system.system("cat @CANARY_FILE@"))
