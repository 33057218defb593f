// The systems and flows as a picture: sources on the left, targets on the right, a flow in each row between them.
import { health, mark, number, saying, span } from './words.js'

const ROW = 46
const BOX = { width: 236, height: 78 }
const PILL = { width: 330, height: 34 }
const WIDTH = 1160

/** Where each system's box stands: beside the middle of its flows, below the one before. */
function column(flows, side) {
  const rows = new Map()
  flows.forEach((flow, i) => {
    const system = flow[side].split('/')[0]
    rows.set(system, [...(rows.get(system) || []), i])
  })
  const placed = new Map()
  let free = 0
  ;[...rows]
    .map(([system, at]) => [system, (at.reduce((a, b) => a + b, 0) / at.length + 0.5) * ROW - BOX.height / 2])
    .sort((a, b) => a[1] - b[1])
    .forEach(([system, wanted]) => {
      const y = Math.max(free, wanted)
      placed.set(system, y)
      free = y + BOX.height + 14
    })
  return placed
}

function box(h, system, x, y) {
  const state = system.State
  return h(
    'g',
    { key: 'box' + x + system.name, transform: `translate(${x},${y})`, className: 'tandem-system tandem-' + state },
    h('title', null, system.Why || system.name + ' is ' + (saying[state] || state)),
    h('rect', { width: BOX.width, height: BOX.height, rx: 8 }),
    h('circle', { cx: 20, cy: 22, r: 8, className: 'tandem-dot' }),
    h('text', { x: 20, y: 26, className: 'tandem-mark', textAnchor: 'middle' }, mark[state] || ''),
    h('text', { x: 36, y: 27, className: 'tandem-name' }, system.name),
    h(
      'text',
      { x: 16, y: 49 },
      state === 'down'
        ? 'down since ' + new Date(system.DownSince).toLocaleTimeString('en-GB')
        : state === 'off'
          ? 'off'
          : number(system.Calls) + ' calls, ' + system.LatencyMillis + ' ms each',
    ),
    h('text', { x: 16, y: 67, className: 'tandem-faint' }, budget(system)),
  )
}

function budget(system) {
  const left = Object.entries(system.BudgetLeft || {})
  const limited = system.Limited > 0 ? number(system.Limited) + ' × asked to wait' : ''
  return left.length === 0 ? limited || 'no budget set' : left.map(([k, n]) => k + ' ' + number(n)).join(', ') + ' left'
}

function curve(h, key, x1, y1, x2, y2, state, active) {
  const bend = (x2 - x1) / 2
  return h('path', {
    key,
    d: `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`,
    className: 'tandem-line tandem-' + state + (active ? ' tandem-active' : ''),
  })
}

export function picture(h, { flows, systems }, selected, select) {
  const bySystem = new Map(systems.map(system => [system.name, system]))
  const left = column(flows, 'Source')
  const right = column(flows, 'Target')
  const bottom = Math.max(...[...left.values(), ...right.values()].map(y => y + BOX.height), flows.length * ROW)
  const pillX = (WIDTH - PILL.width) / 2
  const parts = []
  flows.forEach((flow, i) => {
    const y = (i + 0.5) * ROW
    const state = health(flow)
    const active = flow.RecordsPerMinute > 0
    const from = left.get(flow.Source.split('/')[0]) + BOX.height / 2
    const to = right.get(flow.Target.split('/')[0]) + BOX.height / 2
    parts.push(curve(h, 'l' + i, BOX.width, from, pillX, y, state, active))
    parts.push(curve(h, 'r' + i, pillX + PILL.width, y, WIDTH - BOX.width, to, state, active))
  })
  flows.forEach((flow, i) => {
    const state = health(flow)
    const chosen = flow.name === selected
    parts.push(
      h(
        'g',
        {
          key: flow.name,
          transform: `translate(${pillX},${(i + 0.5) * ROW - PILL.height / 2})`,
          className: 'tandem-flow tandem-' + state + (chosen ? ' tandem-chosen' : ''),
          role: 'button',
          tabIndex: 0,
          'aria-label': flow.name + ', ' + saying[state],
          onClick: () => select(flow.name),
          onKeyDown: e => (e.key === 'Enter' || e.key === ' ') && (e.preventDefault(), select(flow.name)),
        },
        h('title', null, flow.name + ': ' + (flow.Trouble || flow.WhyOff || saying[state])),
        h('rect', { width: PILL.width, height: PILL.height, rx: 17 }),
        h('circle', { cx: 18, cy: 17, r: 8, className: 'tandem-dot' }),
        h('text', { x: 18, y: 21, className: 'tandem-mark', textAnchor: 'middle' }, mark[state]),
        h('text', { x: 34, y: 22 }, flow.Source.split('/')[1] + ' ⇄ ' + flow.Target.split('/')[1]),
        h(
          'text',
          { x: PILL.width - 14, y: 22, textAnchor: 'end', className: 'tandem-faint' },
          state === 'off' || state === 'paused' ? state : span(flow.LagSeconds) + ' behind',
        ),
      ),
    )
  })
  left.forEach((y, name) => parts.push(box(h, bySystem.get(name) || { name, State: 'off' }, 0, y)))
  right.forEach((y, name) => parts.push(box(h, bySystem.get(name) || { name, State: 'off' }, WIDTH - BOX.width, y)))
  return h(
    'svg',
    { className: 'tandem-picture', viewBox: `-2 -2 ${WIDTH + 4} ${bottom + 4}`, role: 'img', 'aria-label': 'Systems and flows' },
    parts,
  )
}
