"""The web of interdependencies: metrics and losses. Pure Python with numpy and networkx, no Django.

Papers: Levine 1980 (trophic position by matrix inversion), Dunne et al. 2002 (secondary extinctions),
Williams and Martinez 2004 (prey-averaged trophic level).
"""
