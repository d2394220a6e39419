"""Give AI assistants the graph as tools: a server of the Model Context Protocol over standard input and output.

`tools` describes what an assistant can call, `answers` are the functions that a worker runs, `server` speaks the protocol.
"""
