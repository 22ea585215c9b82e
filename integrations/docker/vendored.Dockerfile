# Checkov's image with a loader that carries the checks, nothing installed: docs/integrations/docker.md
ARG CHECKOV=3.3.30
FROM bridgecrew/checkov:${CHECKOV}
COPY .checkov/aks /checkov-aks
ENV HOME=/tmp
USER 65534:65534
WORKDIR /src
ENTRYPOINT ["checkov", "--external-checks-dir", "/checkov-aks", "--skip-download"]
