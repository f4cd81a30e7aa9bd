# The server as an image: `docker build -t faqbot .`, or `docker compose up --build`. See docs/deploying.md.
# --build-arg TORCH= takes pip's own choice of PyTorch, with CUDA; the server does not need it.

FROM python:3.11-slim AS build
ARG TORCH=cpu
WORKDIR /build
COPY bootstrap.py constraints.txt pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/faqbot
RUN if [ "$TORCH" = cpu ]; then /opt/faqbot/bin/pip install --no-cache-dir --no-deps --constraint constraints.txt --index-url "$(python -c 'import bootstrap; print(bootstrap.CPU_TORCH)')" torch; fi
COPY src src
RUN /opt/faqbot/bin/pip install --no-cache-dir --constraint constraints.txt ".[postgres]"
RUN mkdir /data

FROM python:3.11-slim
COPY --from=build /opt/faqbot /opt/faqbot
# A named volume takes the owner of this folder.
COPY --from=build --chown=10001:10001 /data /data
COPY corpus /corpus
ENV PATH=/opt/faqbot/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    FAQBOT_CORPUS=/corpus \
    FAQBOT_DATA_DIR=/data \
    FAQBOT_HOST=0.0.0.0 \
    FAQBOT_LOG_FORMAT=json
# A number and not a name, so that Kubernetes can see that it is not root.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/readyz', timeout=4)"]
# 1: a document was refused; the others are served. exec: the server gets the signals itself.
CMD ["sh", "-c", "faqbot ingest || test $? -eq 1 && exec faqbot serve"]
