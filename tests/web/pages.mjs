// Every page with what is opened on it.
export const pages = [
  { name: 'fleet', address: '/' },
  { name: 'fleet-open', address: '/?open=mr-2026%2Fmr2', act: (page) => page.locator('.losses').first().waitFor() },
  { name: 'device', address: '/device/mr2' },
  { name: 'device-fault', address: '/device/ct2' },
  {
    name: 'device-interval',
    address: '/device/mr2?from=2026-11-23T14:00:00Z&to=2026-11-23T20:00:00Z&at=2026-11-23T16:05:00.000Z',
    act: async (page) => {
      await page.getByRole('button', { name: 'This view as a table' }).click();
      await page.locator('.interval table').waitFor();
    },
  },
  { name: 'device-year', address: '/device/mr2?from=2025-11-24T05:00:00Z&to=2026-11-25T05:00:00Z' },
  { name: 'statement', address: '/statement/mr-2026/mr2/2026-10-01' },
  { name: 'statement-open', address: '/statement/mr-2026/mr2/2026-10-01?open=down@2026-10-14T20:41:12.000Z', act: (page) => page.locator('.evid').waitFor() },
  { name: 'statement-claim', address: '/statement/mr-2026/mr1/2026-05-01?edition=1', act: (page) => page.getByText(/^Accepted/).waitFor() },
  { name: 'statement-quarter', address: '/statement/xr-2026/xr3/2026-10-01' },
  { name: 'dispute', address: '/statement/mr-2026/mr2/2026-10-01?open=down@2026-10-14T20:41:12.000Z', act: (page) => page.getByRole('button', { name: 'Re-classify' }).click() },
  { name: 'statements', address: '/statements' },
  { name: 'unexplained', address: '/unexplained' },
  { name: 'events', address: '/events?device=mr2' },
  { name: 'users', address: '/users' },
  { name: 'absent', address: '/nothing/here' },
];
