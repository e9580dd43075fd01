import faulthandler

faulthandler.dump_traceback_later(0.01, exit=True, file=2)
