# syntax=docker/dockerfile:1
# The images of the shop: `shop` runs web, live, worker, beat and migrate; `proxy` stands before them.
# Built by `docker compose build` or scripts/deploy.py; no secret is needed to build, and none is in them.

# --- Packages: every file is checked against its hash, nothing is compiled
FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv --without-pip /venv
COPY requirements.txt /tmp/requirements.txt
RUN pip --python /venv/bin/python install --no-deps --require-hashes --only-binary :all: -r /tmp/requirements.txt

# --- The shop: our code, compiled once, as a user who may write nothing of it
FROM python:3.11-slim-bookworm AS code
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/vastra \
    STATIC_ROOT=/srv/static
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Stylesheets, scripts, fonts: named by their content, beside their gzip and brotli.
RUN DJANGO_SETTINGS_MODULE=config.settings.base python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q accounts config orders returns shop

FROM code AS shop
ARG RELEASE=unreleased
ENV DJANGO_SETTINGS_MODULE=config.settings.prod \
    METRICS_DIR=/tmp/metrics \
    RELEASE=$RELEASE
RUN groupadd --gid 10001 vastra \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin vastra \
    && install -d -o vastra -g vastra /var/lib/vastra /var/lib/vastra/media /var/lib/vastra/private /var/lib/vastra/backups
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--config", "python:config.gunicorn", "--bind", "0.0.0.0:8000"]

# --- The proxy: Caddy with our static files in it, so that a release brings both together
FROM caddy:2.10-alpine AS proxy
COPY --from=code /srv/static /srv/static
COPY config/proxy/Caddyfile /etc/caddy/Caddyfile
RUN install -d -o 10001 -g 10001 /srv/media /var/lib/caddy /var/lib/caddy/data /var/lib/caddy/config
ENV XDG_DATA_HOME=/var/lib/caddy/data XDG_CONFIG_HOME=/var/lib/caddy/config
USER 10001:10001
EXPOSE 8080 8443
