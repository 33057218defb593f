// The Tandem page: how all flows are, as a picture and a table, and one of them in detail. Keys, never values.
import { shares, spark } from './charts.js'
import { details } from './details.js'
import { everything, me, reload } from './jolokia.js'
import { picture } from './picture.js'
import { trendCharts, useTrends } from './trends.js'
import { byNeed, clock, count, element, health, mark, number, parts, saying, span } from './words.js'

const EVERY = 5000

function style() {
  if (!document.getElementById('tandem-style')) {
    const link = document.createElement('link')
    link.id = 'tandem-style'
    link.rel = 'stylesheet'
    link.href = new URL('page.css', import.meta.url).href
    document.head.appendChild(link)
  }
}

/** All that somebody should know now, the worst first: [state, sentence] each. */
function summary({ flows, systems, configuration }) {
  const says = []
  if (configuration.State === 'broken') {
    says.push(['stopped', 'The configuration is broken: no changed file could be started, nor what ran before.'])
  }
  systems
    .filter(system => system.State === 'down')
    .forEach(s => says.push(['stopped', `${s.name} is down since ${clock(s.DownSince)}${s.Why ? ': ' + s.Why : ''}`]))
  const stopped = flows.filter(flow => health(flow) === 'stopped')
  if (stopped.length > 0) {
    const same = stopped.every(flow => flow.Trouble === stopped[0].Trouble)
    says.push(['stopped', `${stopped.length} of ${flows.length} flows stopped` + (same && says.length === 0 ? ': ' + stopped[0].Trouble : '.')])
  }
  const total = name => flows.reduce((sum, flow) => sum + flow[name], 0)
  const person = [
    [total('Ambiguous'), 'ambiguous'],
    [total('Conflicts'), 'in conflict'],
    [total('Parked'), 'parked'],
  ].filter(([n]) => n > 0)
  if (person.length > 0) {
    says.push(['person', 'A person decides: ' + person.map(([n, word]) => number(n) + ' ' + word).join(', ') + '.'])
  }
  const paused = flows.filter(flow => flow.State === 'paused')
  if (paused.length > 0) {
    says.push(['paused', `Paused by an operator: ${paused.map(flow => flow.name).join(', ')}.`])
  }
  const on = flows.filter(flow => flow.State === 'on').length
  return says.length > 0 ? says : [['healthy', `Healthy: ${on} of ${flows.length} flows run, ${count(total('Linked'), 'pair is', 'pairs are')} linked.`]]
}

export function create(React) {
  const h = element(React)
  const Details = details(React)
  const Trends = trendCharts(React)

  function Count({ value, word }) {
    return h('td', { className: 'tandem-number' + (value > 0 && word ? ' tandem-' + word : '') }, number(value))
  }

  function Flows({ flows, selected, select, hour }) {
    const titles = ['Flow', 'Health', 'Lag', 'Linked', 'Waiting', 'Ambiguous', 'Conflicts', 'Parked', 'Records/min, last hour']
    return h(
      'table',
      { className: 'tandem-flows' },
      h('thead', null, h('tr', null, titles.map((t, i) => h('th', { key: t, className: i > 1 && i < 8 ? 'tandem-number' : '' }, t)))),
      h(
        'tbody',
        null,
        byNeed(flows).map(flow => {
          const state = health(flow)
          return h(
            'tr',
            {
              key: flow.name,
              'data-flow': flow.name,
              className: flow.name === selected ? 'tandem-chosen' : '',
              onClick: () => select(flow.name),
            },
            h('td', null, h('button', { type: 'button', className: 'tandem-link' }, parts(h, flow.Source), ' ⇄ ', h('wbr'), parts(h, flow.Target)), shares(h, flow)),
            h('td', null, h('span', { className: 'tandem-badge tandem-' + state, title: flow.Trouble || flow.WhyOff }, mark[state] + ' ' + saying[state])),
            h('td', { className: 'tandem-number' }, flow.State === 'off' ? '' : span(flow.LagSeconds)),
            h(Count, { value: flow.Linked }),
            h(Count, { value: flow.Waiting }),
            h(Count, { value: flow.Ambiguous, word: 'ambiguous' }),
            h(Count, { value: flow.Conflicts, word: 'conflicts' }),
            h(Count, { value: flow.Parked, word: 'parked' }),
            h(
              'td',
              null,
              h(
                'div',
                { className: 'tandem-pace' },
                h('span', { className: 'tandem-number' }, number(flow.RecordsPerMinute)),
                hour && spark(h, hour.flows[flow.name] || [], hour.now),
              ),
            ),
          )
        }),
      ),
    )
  }

  /** Changed files that are refused: what runs is not what they say. */
  function Refused({ configuration, admin, changed }) {
    const [result, setResult] = React.useState('')
    const again = () =>
      reload()
        .catch(e => e.message)
        .then(text => (setResult(text), changed()))
    return h(
      'section',
      { className: 'tandem-card tandem-refused', role: 'alert' },
      h(
        'p',
        null,
        configuration.State === 'broken'
          ? 'Neither the changed files nor what ran before them could be started. Correct the files, or start Tandem again.'
          : `Changed files are refused since ${clock(configuration.Since)}; what ran before them goes on. They are looked at again by themselves.`,
      ),
      h('ul', null, configuration.Faults.map(fault => h('li', { key: fault, className: 'tandem-key' }, fault))),
      admin && h('button', { type: 'button', 'data-id': 'reload', className: 'tandem-button', onClick: again }, 'Check again now'),
      result && h('p', { className: 'tandem-result tandem-bad' }, result),
    )
  }

  return function Tandem() {
    const [all, setAll] = React.useState(null)
    const [who, setWho] = React.useState(null)
    const [trouble, setTrouble] = React.useState('')
    const [selected, setSelected] = React.useState('')
    const [look, setLook] = React.useState(0)
    const hour = useTrends(React, 60)

    React.useEffect(() => {
      style()
      me().then(setWho)
    }, [])
    React.useEffect(() => {
      let alive = true
      let timer
      const again = () =>
        everything()
          .then(found => alive && (setAll(found), setTrouble('')))
          .catch(e => alive && setTrouble(e.message))
          .finally(() => {
            if (alive) timer = setTimeout(again, EVERY)
          })
      again()
      return () => {
        alive = false
        clearTimeout(timer)
      }
    }, [look])

    const admin = who !== null && who.role === 'admin'
    const flow = all && all.flows.find(one => one.name === selected)
    const says = all ? summary(all) : [['off', trouble || 'Loading …']]
    return h(
      'main',
      { className: 'tandem-page' },
      h(
        'header',
        { className: 'tandem-top' },
        h('h1', null, 'Tandem'),
        h(
          'div',
          { className: 'tandem-says', role: 'status' },
          says.map(([state, words]) => h('p', { key: words, className: 'tandem-summary tandem-' + state }, words)),
        ),
        who &&
          h(
            'p',
            { className: 'tandem-faint', 'data-role': who.role },
            admin ? `${who.name}, admin` : `${who.name}, viewer: you can look, an admin decides`,
          ),
      ),
      all && trouble && h('p', { className: 'tandem-result tandem-bad' }, 'No news: ' + trouble),
      all &&
        (all.configuration.Faults || []).length > 0 &&
        h(Refused, { configuration: all.configuration, admin, changed: () => setLook(n => n + 1) }),
      all && h('section', { className: 'tandem-card tandem-scroll' }, h(Flows, { flows: all.flows, selected, select: setSelected, hour })),
      flow && h(Details, { key: flow.name, flow, admin, changed: () => setLook(n => n + 1) }),
      all && h(Trends, { flow, systems: all.systems }),
      all && h('section', { className: 'tandem-card' }, picture(h, all, selected, setSelected)),
    )
  }
}
