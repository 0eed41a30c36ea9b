"""`python -m corridor`: the command line, where its script is not on the path."""

from corridor.node.cli import main

if __name__ == "__main__":
    main()
