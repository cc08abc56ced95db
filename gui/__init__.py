"""The desktop application: what an analysis holds, in a window. The only package that imports Qt."""
