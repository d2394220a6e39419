"""Worker processes over a graph on this machine: one answers one job at a time, and is killed when the job must end.

front    pool → connection → frames          hands out jobs, watches, kills, replaces
         launchers: zygote_launcher (fork) | spawn_launcher (any system)
worker   zygote | spawned → worker → jobs → query_job, output
"""
