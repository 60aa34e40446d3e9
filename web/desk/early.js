/**
 * Runs before anything else of the console is here and asks for the first picture's data, so that it is on its way while the
 * scripts are. Served as it stands; `src/api/early-start.ts` takes the answer.
 */
{
  const [, asked = ''] = location.hash.split('/')
  const view = ['mine', 'queue', 'all_open', 'waiting_client', 'closed'].find((one) => one === asked) ?? 'mine'
  const answer = fetch(`/api/start?view=${view}`, { headers: { accept: 'application/json' } })
  // Whoever takes it hears of a failure; until then nobody does.
  answer.catch(() => undefined)
  globalThis.murojaatStart = { view, answer }
}
