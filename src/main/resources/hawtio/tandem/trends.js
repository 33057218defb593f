// The charts of the last hour, six hours or day: of all flows, or of the one that is chosen.
import { trends } from './jolokia.js'
import { chart } from './charts.js'
import { element, span } from './words.js'

const SPANS = [
  [60, '1 h'],
  [360, '6 h'],
  [1440, '24 h'],
]
const EVERY = 15000
const TONES = ['var(--one)', 'var(--two)', 'var(--three)', 'var(--four)', 'var(--five)', 'var(--six)']

const tone = i => TONES[i % TONES.length]

/** Adds up, or takes the greatest of, what several flows have for a minute. */
function together(all, column, merge) {
  const byMinute = new Map()
  all.forEach(rows => rows.forEach(row => byMinute.set(row[0], byMinute.has(row[0]) ? merge(byMinute.get(row[0]), row[column]) : row[column])))
  return [...byMinute].sort((a, b) => a[0] - b[0])
}

/** Samples of the last `minutes`, asked for again every 15 s; null before the first. */
export function useTrends(React, minutes) {
  const [found, setFound] = React.useState(null)
  React.useEffect(() => {
    let alive = true
    let timer
    const again = () =>
      trends(minutes)
        .then(next => alive && setFound({ ...next, minutes }))
        .catch(e => alive && setFound(before => before && { ...before, trouble: e.message }))
        .finally(() => {
          if (alive) timer = setTimeout(again, EVERY)
        })
    again()
    return () => {
      alive = false
      clearTimeout(timer)
    }
  }, [minutes])
  return found
}

export function trendCharts(React) {
  const h = element(React)
  return function Trends({ flow, systems }) {
    const [minutes, setMinutes] = React.useState(60)
    const found = useTrends(React, minutes)
    if (!found) return h('section', { className: 'tandem-card tandem-faint' }, 'Loading …')
    const { step, now } = found
    const from = now - found.minutes
    const flows = flow ? [found.flows[flow.name] || []] : Object.values(found.flows)
    const shown = Object.keys(found.systems).filter(
      name => systems.some(one => one.name === name && one.State !== 'off') && (!flow || [flow.Source, flow.Target].some(side => side.split('/')[0] === name)),
    )
    // what is counted in a part of time that isn't over yet would look like a fall
    const over = rows => (rows.length > 1 ? rows.filter(([minute]) => minute + step <= now) : rows)
    const each = (rows, column, scale = 1) => over(rows).map(row => [row[0], row[column] * scale])
    const axis = { from, to: now, step }
    return h(
      'section',
      { className: 'tandem-card' },
      h(
        'header',
        { className: 'tandem-row' },
        h('h2', null, flow ? flow.name : 'All flows'),
        h(
          'div',
          { className: 'tandem-spans', role: 'group', 'aria-label': 'How far back' },
          SPANS.map(([n, word]) =>
            h('button', { key: n, type: 'button', 'data-id': 'span-' + n, 'aria-pressed': n === minutes, onClick: () => setMinutes(n) }, word),
          ),
        ),
      ),
      h(
        'div',
        { className: 'tandem-charts' },
        chart(h, {
          ...axis,
          title: 'Records',
          unit: 'looked at a minute',
          series: [{ name: 'records', tone: tone(0), rows: over(together(flows, 1, (a, b) => a + b)).map(([at, n]) => [at, n / step]) }],
        }),
        chart(h, {
          ...axis,
          title: 'Lag',
          unit: flow ? 'behind, the worst of each minute' : 'behind, the worst flow of each minute',
          say: millis => span(millis / 1000),
          series: [{ name: 'lag', tone: tone(3), rows: together(flows, 2, Math.max) }],
        }),
        chart(h, {
          ...axis,
          title: 'Calls',
          unit: 'a minute, by system',
          series: shown.map((name, i) => ({ name, tone: tone(i), rows: each(found.systems[name], 1, 1 / step) })),
        }),
        chart(h, {
          ...axis,
          title: 'Time of a call',
          unit: 'ms, the mean of a minute, by system',
          series: shown.map((name, i) => ({ name, tone: tone(i), rows: each(found.systems[name], 2) })),
        }),
      ),
    )
  }
}
