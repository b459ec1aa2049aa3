/** Arrows point down only: cli → services → lib → schemas. A service never imports another service. */
module.exports = {
  forbidden: [
    { name: 'lib-knows-no-service', severity: 'error', from: { path: '^lib/' }, to: { path: '^(services|cli)/' } },
    { name: 'service-knows-no-cli', severity: 'error', from: { path: '^services/' }, to: { path: '^cli/' } },
    {
      name: 'services-meet-in-the-log',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'racing-is-pure',
      severity: 'error',
      from: { path: '^lib/racing/', pathNot: '[.]test[.]ts$' },
      to: { pathNot: '^lib/racing/' },
    },
    {
      name: 'racing-does-no-io',
      severity: 'error',
      from: { path: '^lib/racing/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    {
      name: 'only-the-log-knows-kafka',
      severity: 'error',
      from: { path: '^(cli|services|lib)/', pathNot: '^lib/log/' },
      to: { path: 'node_modules/kafkajs' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'code-knows-no-tests',
      severity: 'error',
      from: { path: '^(cli|services|lib)/', pathNot: '[.]test[.]ts$' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|[.]generated[.]ts$)' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
}
