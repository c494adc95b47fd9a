# Terrimed: one process, to be run as often as needed on one Postgres. See docs/scaling.md.
FROM node:24-bookworm-slim AS build
WORKDIR /terrimed
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:24-bookworm-slim AS packages
WORKDIR /terrimed
COPY package.json package-lock.json .npmrc ./
# The package `node` brings Node 24 to systems without it; the image has it.
RUN npm ci --omit=dev --no-audit --no-fund --ignore-scripts \
	&& rm -rf node_modules/node node_modules/node-bin-* node_modules/.bin/node

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /terrimed
# Everything belongs to root and is read; the only place that is written is DATA_DIR, and only when nothing else is configured for it.
COPY --from=packages /terrimed/node_modules ./node_modules
COPY --from=build /terrimed/build ./build
COPY package.json ./
COPY server ./server
COPY src/lib ./src/lib
COPY drizzle ./drizzle
RUN install -d -o node -g node /data
USER node
EXPOSE 3000
# Beyond DRAIN_SECONDS and the 10 s that closing may take, the engine kills: give it more (`stop_grace_period`).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
	CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/sante').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/index.ts"]
