// Charts over time with both axes, and what share of a flow's records is where.
import { number } from './words.js'

const SIZE = { width: 420, height: 168, left: 52, right: 10, top: 10, bottom: 24 }
const PLOT = { width: SIZE.width - SIZE.left - SIZE.right, height: SIZE.height - SIZE.top - SIZE.bottom }

/** A round number at or above the greatest value: 1, 2 or 5 times a power of ten. */
function ceiling(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)))
  return [1, 2, 5, 10].map(n => n * power).find(top => top >= most)
}

function hour(minute) {
  return new Date(minute * 60000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

/** Minutes at which the time axis has a mark: five to seven of them, at full quarters or hours where they fit. */
function marks(from, to) {
  const step = [5, 10, 15, 30, 60, 120, 240].find(s => (to - from) / s <= 6) || 480
  const zone = new Date(to * 60000).getTimezoneOffset()
  const all = []
  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to; at += step) all.push(at)
  return all
}

/** Half of what 04:10 takes below a chart: a label at its right end would be cut. */
const HALF_HOUR = 20

/**
 * One chart. `series`: [{name, tone, rows: [[minute, value], ..]}], all of the same `step` in minutes; a minute without a row was not
 * sampled and leaves a gap.
 */
export function chart(h, { title, unit, series, from, to, step, say = number }) {
  const most = ceiling(Math.max(0, ...series.flatMap(one => one.rows.map(row => row[1]))))
  const x = minute => SIZE.left + ((minute - from) / Math.max(1, to - from)) * PLOT.width
  const y = value => SIZE.top + PLOT.height - (value / most) * PLOT.height
  const grid = [0, 0.5, 1].map(part => part * most)
  return h(
    'figure',
    { className: 'tandem-chart', 'data-chart': title },
    h('figcaption', null, h('strong', null, title), h('span', { className: 'tandem-faint' }, ' ' + unit)),
    h(
      'svg',
      { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: 'img', 'aria-label': `${title}, ${unit}, from ${hour(from)} to ${hour(to)}` },
      grid.map(value =>
        h(
          'g',
          { key: 'y' + value },
          h('line', { className: 'tandem-grid', x1: SIZE.left, x2: SIZE.left + PLOT.width, y1: y(value), y2: y(value) }),
          h('text', { className: 'tandem-tick', x: SIZE.left - 6, y: y(value) + 4, textAnchor: 'end' }, say(value)),
        ),
      ),
      marks(from, to).map(minute =>
        h(
          'g',
          { key: 'x' + minute },
          h('line', { className: 'tandem-grid', x1: x(minute), x2: x(minute), y1: SIZE.top + PLOT.height, y2: SIZE.top + PLOT.height + 4 }),
          h('text', { className: 'tandem-tick', x: x(minute), y: SIZE.height - 6, textAnchor: x(minute) + HALF_HOUR > SIZE.width ? 'end' : 'middle' }, hour(minute)),
        ),
      ),
      series.map(one =>
        h(
          'g',
          { key: one.name, className: 'tandem-series', style: { '--tone': one.tone } },
          h('title', null, one.name),
          runs(one.rows, step).map((run, i) =>
            run.length === 1
              ? h('circle', { key: i, cx: x(run[0][0]), cy: y(run[0][1]), r: 2.2 })
              : h('path', { key: i, d: run.map(([minute, value], n) => (n ? 'L' : 'M') + x(minute).toFixed(1) + ',' + y(value).toFixed(1)).join('') }),
          ),
        ),
      ),
      series.every(one => one.rows.length === 0) &&
        h('text', { className: 'tandem-tick', x: SIZE.left + PLOT.width / 2, y: SIZE.top + PLOT.height / 2, textAnchor: 'middle' }, 'nothing sampled yet'),
    ),
    series.length > 1 &&
      h(
        'div',
        { className: 'tandem-legend' },
        series.map(one => h('span', { key: one.name, style: { '--tone': one.tone } }, one.name)),
      ),
  )
}

/** Rows that follow each other without a gap. */
function runs(rows, step) {
  const all = []
  rows.forEach((row, i) => {
    if (i > 0 && row[0] - rows[i - 1][0] === step) all[all.length - 1].push(row)
    else all.push([row])
  })
  return all
}

/** Records of each minute of the last hour, small. */
export function spark(h, rows, now) {
  const most = Math.max(1, ...rows.map(row => row[1]))
  return h(
    'svg',
    { className: 'tandem-spark', viewBox: '0 0 120 24', role: 'img', 'aria-label': 'Records of each of the last 60 minutes' },
    h('title', null, 'Records of each of the last 60 minutes, at most ' + number(most)),
    h('line', { x1: 0, y1: 23.5, x2: 120, y2: 23.5 }),
    rows
      .filter(([minute, value]) => minute > now - 60 && value > 0)
      .map(([minute, value]) => {
        const height = Math.max(1.5, (value / most) * 22)
        return h('rect', { key: minute, x: (minute - now + 59) * 2 + 0.2, y: 23 - height, width: 1.6, height })
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
