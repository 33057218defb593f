// How the page says things: health, spans of time, numbers.

export const number = n => Number(n || 0).toLocaleString('en-GB').replace(/,/g, ' ')

export function span(seconds) {
  if (seconds < 90) return Math.round(seconds) + ' s'
  if (seconds < 5400) return Math.round(seconds / 60) + ' min'
  return seconds < 172800 ? Math.round(seconds / 3600) + ' h' : Math.round(seconds / 86400) + ' d'
}

/** The time; with its day, unless that is today. */
export function clock(iso) {
  if (!iso) return ''
  const at = new Date(iso)
  return at.toDateString() === new Date().toDateString() ? at.toLocaleTimeString('en-GB') : at.toLocaleString('en-GB')
}

/** off, paused, stopped (a round did not come to its end), person (somebody must decide), well */
export function health(flow) {
  if (flow.State !== 'on') return flow.State
  if (flow.Trouble) return 'stopped'
  return flow.Ambiguous + flow.Conflicts + flow.Parked > 0 ? 'person' : 'well'
}

export const saying = {
  off: 'off',
  paused: 'paused',
  stopped: 'stopped',
  person: 'needs a person',
  well: 'well',
  down: 'down',
  on: 'up',
}

export const mark = { off: '–', paused: 'Ⅱ', stopped: '!', person: '?', well: '✓', down: '!', on: '✓' }

export const idOf = (entity, key) => (key.startsWith(entity + '/') ? key.slice(entity.length + 1) : key)
