# A server of treatygraph, of the same lock as every other installation (constraints.txt):
#   docker build --tag treatygraph . && docker run --rm --publish 127.0.0.1:8000:8000 treatygraph
FROM python:3.12-slim AS made
WORKDIR /made
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY src src
COPY ontology ontology
COPY queries queries
COPY data data
RUN python -m venv /srv/treatygraph && \
    /srv/treatygraph/bin/pip install --no-cache-dir --constraint constraints.txt '.[serve,report]'

FROM python:3.12-slim
COPY --from=made /srv/treatygraph /srv/treatygraph
RUN useradd --system --create-home --home-dir /var/lib/treatygraph treatygraph
USER treatygraph
ENV PATH=/srv/treatygraph/bin:$PATH TREATYGRAPH_BUILD=/var/lib/treatygraph/build
# The build is made here, so that a container answers at once.
RUN treatygraph build
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=5)"]
# Within its container it hears every address; which of them the world reaches says --publish.
CMD ["treatygraph", "serve", "--host", "0.0.0.0"]
