"""The pages, a module or package for each desk."""
