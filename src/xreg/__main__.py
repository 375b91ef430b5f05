"""`python -m xreg` is the same program as `xreg`."""

from xreg.publisher.main import run

if __name__ == "__main__":
    run()
