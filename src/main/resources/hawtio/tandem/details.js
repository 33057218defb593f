// One flow: what waits for a person, and the decisions. Every decision is asked once more, and its result is said.
import { decide, list } from './jolokia.js'
import { routePicture } from './route.js'
import { clock, element, health, idOf, mark, number, parts, saying, span, why } from './words.js'

const PAGE = 100

const TABS = [
  ['ambiguous', 'Ambiguous', flow => flow.Ambiguous],
  ['parked', 'Parked', flow => flow.Parked],
  ['conflicts', 'Conflicts and drift', flow => flow.Conflicts + flow.Drift],
  ['waiting', 'Waiting', flow => flow.Waiting],
  ['links', 'Linked', flow => flow.Linked],
  ['history', 'History', () => null],
  ['route', 'Route', () => null],
]

/** The application lists the ambiguous before those that merely wait. */
async function load({ name, Ambiguous }, tab, offset, record) {
  if (tab === 'route') return []
  if (tab === 'history') return list(name, 'history', record)
  if (tab === 'ambiguous') {
    const rows = await list(name, 'waiting', offset, PAGE)
    return rows.filter(row => row.candidates.length > 0)
  }
  if (tab === 'waiting') {
    const rows = await list(name, 'waiting', Ambiguous + offset, PAGE)
    return rows.filter(row => row.candidates.length === 0)
  }
  return list(name, tab === 'links' ? 'listLinks' : tab, offset, PAGE)
}

/** The tab to begin with: the first that a person must look at. */
function first(flow) {
  if (flow.Ambiguous > 0) return 'ambiguous'
  if (flow.Parked > 0) return 'parked'
  if (flow.Conflicts > 0) return 'conflicts'
  return flow.Waiting > 0 ? 'waiting' : 'links'
}

export function details(React) {
  const h = element(React)

  function Button({ id, strong, onClick, children }) {
    return h('button', { type: 'button', 'data-id': id, className: 'tandem-button' + (strong ? ' tandem-strong' : ''), onClick }, children)
  }

  /** To the record in its own system; only what is a web address can be followed. */
  function Page({ of, address }) {
    if (!/^https?:\/\//.test(address || '')) return null
    const title = 'Its page in ' + of.split('/')[0]
    return h('a', { href: address, target: '_blank', rel: 'noopener noreferrer', className: 'tandem-out', title, 'aria-label': title + ': ' + of }, '↗')
  }

  /** What to type where values may be seen: at the shell, by an operator. */
  function Shell({ command }) {
    return h('code', { className: 'tandem-shell' }, command)
  }

  function Ambiguous({ flow, rows, admin, ask, Key }) {
    return h(
      React.Fragment,
      null,
      h('p', { className: 'tandem-faint' }, 'Values are shown at the shell only. Side by side: ', h(Shell, { command: `tandem waiting ${flow.name} --values` })),
      h(
        'table',
        null,
        h('thead', null, h('tr', null, ['Record', 'Candidates', 'At the shell'].map(t => h('th', { key: t }, t)))),
        h(
          'tbody',
          null,
          rows.map(row =>
            h(
              'tr',
              { key: row.record },
              h('td', null, h(Key, { of: row.record, pages: row.pages })),
              h(
                'td',
                null,
                row.candidates.map(candidate =>
                  h(
                    'div',
                    { key: candidate, className: 'tandem-candidate' },
                    h(Key, { of: candidate, pages: row.pages }),
                    admin &&
                      h(
                        Button,
                        {
                          id: 'link',
                          onClick: () =>
                            ask('Link', `Link ${row.record} with ${candidate}? Their properties merge in the next round.`, () =>
                              decide(flow.name, 'link', idOf(flow.Source, row.record), idOf(flow.Target, candidate)),
                            ),
                        },
                        'Link',
                      ),
                  ),
                ),
              ),
              h('td', null, h(Shell, { command: `tandem explain ${row.record}` })),
            ),
          ),
        ),
      ),
    )
  }

  function Waiting({ rows, Key }) {
    return h(
      'table',
      null,
      h('thead', null, h('tr', null, h('th', null, 'Record'), h('th', null, 'Why'))),
      h(
        'tbody',
        null,
        rows.map(row => h('tr', { key: row.record }, h('td', null, h(Key, { of: row.record, pages: row.pages })), h('td', null, 'No match yet'))),
      ),
    )
  }

  function Parked({ flow, rows, admin, ask, Key }) {
    return h(
      'table',
      null,
      h('thead', null, h('tr', null, ['Record', 'Why', 'Attempts', 'Next try', ''].map(t => h('th', { key: t }, t)))),
      h(
        'tbody',
        null,
        rows.map(row =>
          h(
            'tr',
            { key: row.id },
            h('td', null, h(Key, { of: row.record, pages: row.pages })),
            h('td', null, why(row.reason, flow.name, row.record)),
            h('td', { className: 'tandem-number' }, row.attempts),
            h('td', null, row.next_try ? clock(row.next_try) : 'when it changes'),
            h(
              'td',
              null,
              admin &&
                h(
                  Button,
                  { id: 'retry', onClick: () => ask('Retry', `Try ${row.record} again in the next round?`, () => decide(flow.name, 'retry', row.id)) },
                  'Retry',
                ),
            ),
          ),
        ),
      ),
    )
  }

  function Conflicts({ flow, rows, admin, ask, Key }) {
    const settle = (row, winner) =>
      ask(
        'Take the ' + winner,
        `The ${winner}'s ${row.property} wins: ${winner === 'source' ? row.source : row.target}. It is written in the next round.`,
        () => decide(flow.name, 'resolve', row.id, winner),
      )
    return h(
      'table',
      null,
      h('thead', null, h('tr', null, ['Property', 'Source', 'Target', 'State', 'Since', ''].map(t => h('th', { key: t }, t)))),
      h(
        'tbody',
        null,
        rows.map(row =>
          h(
            'tr',
            { key: row.id },
            h('td', null, row.property),
            h('td', null, h(Key, { of: row.source, pages: row.pages })),
            h('td', null, h(Key, { of: row.target, pages: row.pages })),
            h('td', null, row.state),
            h('td', null, new Date(row.since).toLocaleString('en-GB')),
            h(
              'td',
              null,
              admin && row.state === 'open' && h(Button, { id: 'take-source', onClick: () => settle(row, 'source') }, 'Take source'),
              admin && row.state === 'open' && h(Button, { id: 'take-target', onClick: () => settle(row, 'target') }, 'Take target'),
            ),
          ),
        ),
      ),
    )
  }

  function Links({ flow, rows, admin, ask, Key }) {
    return h(
      'table',
      null,
      h('thead', null, h('tr', null, ['Source', 'Target', 'State', 'Since', ''].map(t => h('th', { key: t }, t)))),
      h(
        'tbody',
        null,
        rows.map((row, i) =>
          h(
            'tr',
            { key: i },
            h('td', null, h(Key, { of: row.source, pages: row.pages })),
            h('td', null, h(Key, { of: row.target, pages: row.pages })),
            h('td', null, row.state),
            h('td', null, new Date(row.since).toLocaleString('en-GB')),
            h(
              'td',
              null,
              admin &&
                row.state !== 'unlinked' &&
                h(
                  Button,
                  {
                    id: 'unlink',
                    onClick: () =>
                      ask('Unlink', `Unlink ${row.source} and ${row.target}? They aren't linked again by themselves.`, () =>
                        decide(flow.name, 'unlink', idOf(flow.Source, row.source)),
                      ),
                  },
                  'Unlink',
                ),
            ),
          ),
        ),
      ),
    )
  }

  function History({ flow, rows, Key }) {
    return h(
      'table',
      null,
      h('thead', null, h('tr', null, ['When', 'What', 'Record', 'Property', 'From', 'Because', 'Who'].map(t => h('th', { key: t }, t)))),
      h(
        'tbody',
        null,
        rows.map((row, i) =>
          h(
            'tr',
            { key: i },
            h('td', null, new Date(row.at).toLocaleString('en-GB')),
            h('td', null, row.event),
            h('td', null, h(Key, { of: row.record, pages: row.pages })),
            h('td', null, row.property),
            h('td', null, h(Key, { of: row.origin, pages: row.pages })),
            h('td', null, why(row.because || '', flow.name, row.record)),
            h('td', null, row.who),
          ),
        ),
      ),
    )
  }

  /** Of which record the history is shown; none: of the whole flow. */
  function Find({ flow, record, choose }) {
    return h(
      'form',
      {
        className: 'tandem-find',
        onSubmit: event => {
          event.preventDefault()
          choose('history', new FormData(event.target).get('record').trim())
        },
      },
      h('label', { htmlFor: 'tandem-record' }, 'What happened to'),
      h('input', { id: 'tandem-record', name: 'record', defaultValue: record, placeholder: `${flow.Source}/… or ${flow.Target}/…`, spellCheck: false }),
      h('button', { type: 'submit', 'data-id': 'find', className: 'tandem-button' }, 'Show'),
      record && h(Button, { id: 'whole-flow', onClick: () => choose('history') }, 'Whole flow'),
    )
  }

  const RoutePicture = routePicture(React)
  const BODIES = { ambiguous: Ambiguous, waiting: Waiting, parked: Parked, conflicts: Conflicts, links: Links, history: History }
  const EMPTY = {
    ambiguous: 'No record has several matches.',
    waiting: 'No record waits for a match.',
    parked: 'Every record could be written.',
    conflicts: 'No conflicts, no drift.',
    links: 'Nothing is linked yet.',
    history: 'Nothing has happened yet.',
  }

  return function Details({ flow, admin, changed }) {
    const [tab, setTab] = React.useState(() => first(flow))
    const [offset, setOffset] = React.useState(0)
    const [rows, setRows] = React.useState(null)
    const [record, setRecord] = React.useState('')
    const [question, setQuestion] = React.useState(null)
    const [result, setResult] = React.useState(null)
    const [busy, setBusy] = React.useState(false)
    const dialog = React.useRef(null)

    const counts = [flow.Linked, flow.Waiting, flow.Ambiguous, flow.Parked, flow.Conflicts, flow.Drift].join()
    React.useEffect(() => {
      let alive = true
      load(flow, tab, offset, record)
        .then(found => alive && setRows(found))
        .catch(e => alive && (setRows([]), setResult({ bad: true, text: e.message })))
      return () => {
        alive = false
      }
    }, [flow.name, tab, offset, record, counts, result])

    React.useEffect(() => {
      if (question && dialog.current && !dialog.current.open) dialog.current.showModal()
    }, [question])

    const section = React.useRef(null)
    React.useEffect(() => {
      section.current.scrollIntoView({ block: 'start' })
    }, [])

    const ask = (verb, text, action) => setQuestion({ verb, text, action })

    async function act() {
      const { action } = question
      setQuestion(null)
      setBusy(true)
      setResult({ text: 'Working …' })
      try {
        setResult({ text: await action() })
      } catch (e) {
        setResult({ bad: true, text: e.message })
      } finally {
        setBusy(false)
        changed()
      }
    }

    const choose = (next, key = '') => {
      if (next === tab && key === record) return
      setRecord(key)
      setTab(next)
      setOffset(0)
      setRows(null)
    }
    const Key = React.useCallback(
      ({ of, pages }) =>
        of
          ? h(
              'span',
              null,
              h(
                'a',
                {
                  href: '#history',
                  className: 'tandem-key',
                  title: 'What happened to it',
                  onClick: event => {
                    event.preventDefault()
                    choose('history', of)
                  },
                },
                parts(h, of),
              ),
              h(Page, { of, address: pages[of] }),
            )
          : null,
      [tab, record],
    )
    const state = health(flow)
    const paged = ['ambiguous', 'parked', 'conflicts', 'waiting', 'links'].includes(tab)
    return h(
      'section',
      { ref: section, className: 'tandem-card tandem-details', 'aria-label': flow.name },
      h(
        'header',
        null,
        h(
          'div',
          null,
          h('h2', null, h('span', { className: 'tandem-badge tandem-' + state }, mark[state] + ' ' + saying[state]), ' ', flow.name),
          h(
            'p',
            { className: 'tandem-faint' },
            why(flow.Trouble || '', flow.name, '') || flow.WhyOff || `Last round ${clock(flow.LastRound) || 'not yet'}, ${span(flow.LagSeconds)} behind.`,
          ),
        ),
        admin &&
          flow.State !== 'off' &&
          h(
            'div',
            { className: 'tandem-actions' },
            h(
              Button,
              { id: 'sync', strong: true, onClick: () => ask('Sync now', `Run rounds of ${flow.name} now, until one writes nothing?`, () => decide(flow.name, 'syncNow')) },
              'Sync now',
            ),
            flow.State === 'paused'
              ? h(Button, { id: 'resume', onClick: () => ask('Resume', `Let ${flow.name} go on?`, () => decide(flow.name, 'resume')) }, 'Resume')
              : h(
                  Button,
                  { id: 'pause', onClick: () => ask('Pause', `Stop ${flow.name} until it is resumed? Nothing is lost.`, () => decide(flow.name, 'pause')) },
                  'Pause',
                ),
            /allow-deletes/.test(flow.Trouble) &&
              h(
                Button,
                {
                  id: 'allow-deletes',
                  onClick: () =>
                    ask('Allow deletes', `${flow.Trouble.replace(/ If that is right.*/, '')} Let ${flow.name} go on with them?`, () =>
                      decide(flow.name, 'allowDeletes'),
                    ),
                },
                'Allow deletes',
              ),
            flow.Parked > 0 &&
              h(
                Button,
                { id: 'retry-all', onClick: () => ask('Retry all', `Try all ${flow.Parked} parked records of ${flow.name} again?`, () => decide(flow.name, 'retryAll')) },
                'Retry all parked',
              ),
          ),
      ),
      h(
        'div',
        { className: 'tandem-result' + (result && result.bad ? ' tandem-bad' : ''), role: 'status', hidden: !result, 'data-busy': busy },
        result && result.text,
      ),
      h(
        'div',
        { className: 'tandem-tabs', role: 'tablist' },
        TABS.map(([id, title, count]) =>
          h(
            'button',
            { key: id, type: 'button', role: 'tab', 'data-id': 'tab-' + id, 'aria-selected': tab === id, onClick: () => choose(id) },
            count(flow) === null ? title : title + ' ' + number(count(flow)),
          ),
        ),
      ),
      tab === 'history' && h(Find, { key: record, flow, record, choose }),
      tab === 'route'
        ? h(RoutePicture, { flow })
        : rows === null
        ? h('p', { className: 'tandem-faint' }, 'Loading …')
        : rows.length === 0
          ? h('p', { className: 'tandem-faint' }, EMPTY[tab])
          : h('div', { className: 'tandem-scroll' }, h(BODIES[tab], { flow, rows, admin, ask, Key })),
      paged &&
        rows &&
        (offset > 0 || rows.length === PAGE) &&
        h(
          'div',
          { className: 'tandem-pages' },
          h('span', { className: 'tandem-faint' }, `${offset + 1} to ${offset + rows.length}`),
          offset > 0 && h(Button, { id: 'previous', onClick: () => setOffset(offset - PAGE) }, 'Previous'),
          rows.length === PAGE && h(Button, { id: 'next', onClick: () => setOffset(offset + PAGE) }, 'Next'),
        ),
      question &&
        h(
          'dialog',
          { ref: dialog, className: 'tandem-dialog', onClose: () => setQuestion(null) },
          h('h3', null, question.verb),
          h('p', null, question.text),
          h(
            'div',
            { className: 'tandem-actions' },
            h(Button, { id: 'confirm', strong: true, onClick: act }, question.verb),
            h(Button, { id: 'cancel', onClick: () => setQuestion(null) }, 'Cancel'),
          ),
        ),
    )
  }
}
