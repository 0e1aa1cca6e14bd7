"""Hub: the node in a browser, for people of several authorities who work at once.

Decides nothing about hits: every page is cut from a reader's view, and every act is a function of the desk.
Keeps accounts, sessions and drafts; holds no person's private key, and shows no picture.
"""
