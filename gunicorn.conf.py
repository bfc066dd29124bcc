"""How Gunicorn serves Meridian, under `make run` and in production alike (docs/deployment.md).

Gunicorn reads this file by itself: `gunicorn wsgi:app`. Its own options and variables, such as
`--bind` and `WEB_CONCURRENCY`, go before what stands here.
"""

worker_class = "gthread"
workers = 2
threads = 8

# Rows and releases are read by every worker on its own; a worker that has grown is renewed.
max_requests = 20_000
max_requests_jitter = 2_000

timeout = 60
graceful_timeout = 10
keepalive = 5

accesslog = None
errorlog = "-"
loglevel = "warning"

# No control socket in the home folder of whoever runs it.
control_socket_disable = True
