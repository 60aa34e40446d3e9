// Who may import whom, as one exact allow-list: what is not listed is forbidden. Type imports count; no cycles.
// tests/architecture/imports.test.ts plants one violation of every rule and sees it caught.
const base = ['privacy', 'platform', 'kernel', 'contracts']
const mayImport = {
  contracts: [],
  kernel: ['contracts'],
  privacy: ['kernel', 'contracts'],
  platform: ['kernel', 'contracts'],
  staff: base,
  inbox: base,
  classifier: ['kernel', 'contracts'],
  handoff: ['inbox', 'staff', ...base],
  bots: ['inbox', ...base],
  stats: ['inbox', 'handoff', 'staff', ...base],
  desk: ['inbox', 'handoff', 'staff', 'stats', ...base],
  app: ['desk', 'stats', 'bots', 'handoff', 'classifier', 'inbox', 'staff', ...base],
}
// `npm` alone does not see a package listed under devDependencies, so every kind of package is named.
const anyPackage = ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'npm-bundled']
const onlyIn = (name, packages, paths, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: '^src/', pathNot: [...paths, '\\.test\\.ts$'] },
  to: { path: `node_modules/(${packages})(/|$)` },
})

module.exports = {
  forbidden: [
    ...Object.entries(mayImport).map(([room, below]) => ({
      name: `${room}-may-not-import`,
      severity: 'error',
      comment: `${room} may import only: ${below.join(', ') || 'nothing'}`,
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...below].join('|')})/` },
    })),
    {
      name: 'through-the-front-door',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/([^/]+)/.+', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'web-sees-contracts-only',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/', pathNot: '^src/contracts/' },
    },
    {
      name: 'web-apps-do-not-mix',
      severity: 'error',
      from: { path: '^web/(desk|widget)/' },
      to: { path: '^web/(desk|widget)/', pathNot: '^web/$1/' },
    },
    {
      name: 'kernel-is-pure',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: anyPackage },
    },
    {
      name: 'contracts-know-only-zod',
      severity: 'error',
      from: { path: '^src/contracts/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: anyPackage, pathNot: 'node_modules/zod/' },
    },
    {
      name: 'prisma-in-stores-only',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.store\\.ts$', '^src/platform/db/', '^src/platform/index\\.ts$'] },
      to: { path: 'node_modules/@prisma/|^src/platform/db/generated/' },
    },
    onlyIn(
      'grammy-in-telegram-only',
      'grammy|@grammyjs',
      ['^src/bots/telegram(-emulator)?/'],
      "A vendor's SDK never leaves its adapter.",
    ),
    onlyIn('bull-in-queue-only', 'bullmq|@bull-board', ['^src/platform/queue/'], 'The queue is behind one door.'),
    onlyIn('redis-in-platform-only', 'redis|@redis', ['^src/platform/'], 'Redis is behind platform.'),
    onlyIn('natural-in-classifier-only', 'natural', ['^src/classifier/'], 'The classifier is replaceable.'),
    {
      name: 'src-knows-no-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(tests|web|scripts)/' },
    },
    {
      name: 'must-resolve',
      severity: 'error',
      comment: 'An import that cannot be found matches no other rule.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|^src/platform/db/generated/' },
    // Only our own build output: a plain '/dist/' would also hide every package that ships from dist.
    exclude: { path: '^(dist|node_modules/\\.cache)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
}
