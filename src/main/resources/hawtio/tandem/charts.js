// Two small charts: records of each of the last 60 minutes, and what share of a flow's records is where.
import { number } from './words.js'

export function minutes(h, values) {
  const most = Math.max(1, ...values)
  return h(
    'svg',
    { className: 'tandem-spark', viewBox: '0 0 120 24', role: 'img', 'aria-label': 'Records of each of the last 60 minutes' },
    h('title', null, 'Records of each of the last 60 minutes, at most ' + number(most)),
    h('line', { x1: 0, y1: 23.5, x2: 120, y2: 23.5 }),
    values.map((value, i) => {
      const height = value === 0 ? 0 : Math.max(1.5, (value / most) * 22)
      return h('rect', { key: i, x: i * 2 + 0.2, y: 23 - height, width: 1.6, height })
    }),
  )
}

const SHARES = [
  ['Linked', 'linked'],
  ['Waiting', 'waiting'],
  ['Ambiguous', 'ambiguous'],
  ['Conflicts', 'conflicts'],
  ['Parked', 'parked'],
]

export function shares(h, flow) {
  const all = SHARES.reduce((sum, [name]) => sum + flow[name], 0)
  let x = 0
  return h(
    'svg',
    { className: 'tandem-shares', viewBox: '0 0 120 10', preserveAspectRatio: 'none', role: 'img', 'aria-label': 'Shares' },
    h('title', null, SHARES.map(([name, word]) => number(flow[name]) + ' ' + word).join(', ')),
    h('rect', { x: 0, y: 0, width: 120, height: 10, className: 'tandem-none' }),
    SHARES.map(([name, word]) => {
      const width = flow[name] === 0 ? 0 : Math.max(2, (flow[name] / all) * 120)
      const part = h('rect', { key: name, x, y: 0, width: Math.min(width, 120 - x), height: 10, className: 'tandem-' + word })
      x = Math.min(120, x + width)
      return part
    }),
  )
}
