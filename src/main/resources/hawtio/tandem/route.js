// The flow's routes as a picture, both directions: each step with its calls, its mean time and its errors, as Camel counts them.
import { list, routes } from './jolokia.js'
import { count, element, number } from './words.js'

const EVERY = 5000

const millis = n => (n < 1 ? 'under 1 ms' : n < 1000 ? number(n) + ' ms' : (n / 1000).toFixed(1) + ' s')

/** A block's steps stand in it: what follows with a greater level. */
function nested(steps) {
  const top = { level: -1, steps: [] }
  const open = [top]
  steps.forEach(step => {
    while (open[open.length - 1].level >= step.level) open.pop()
    const node = { ...step, steps: [] }
    open[open.length - 1].steps.push(node)
    open.push(node)
  })
  return top.steps
}

/** When the route begins, in words: by its own schedule, or called by another route. */
function beginning(uri) {
  const [, scheme, path] = /^(\w+):\/*([^?]*)/.exec(uri) || [, uri, '']
  if (scheme === 'quartz') return ['schedule', 'cron ' + decodeURIComponent(((/[?&]cron=([^&]*)/.exec(uri) || [])[1] || '').replace(/\+/g, ' '))]
  if (scheme === 'direct') return ['called', 'by the other direction, as ' + path]
  return [scheme, path]
}

export function routePicture(React) {
  const h = element(React)

  function Box({ id, name, what, total, failed, mean, unit }) {
    return h(
      'div',
      { className: 'tandem-step' + (failed > 0 ? ' tandem-failed' : ''), 'data-step': id, title: what },
      h('strong', null, name),
      h('span', null, count(total, unit)),
      h('span', { className: 'tandem-faint' }, total > 0 ? 'mean ' + millis(mean) : 'not yet'),
      h('span', { className: failed > 0 ? 'tandem-errors' : 'tandem-faint' }, failed > 0 ? count(failed, 'error') : 'no errors'),
    )
  }

  function Steps({ steps, unit }) {
    return steps.map(step =>
      step.steps.length > 0
        ? h(
            'div',
            { key: step.id, className: 'tandem-block' },
            h(Box, { ...step, unit }),
            h('div', { className: 'tandem-inner' }, h(Steps, { steps: step.steps, unit: step.kind === 'split' ? 'chunk' : unit })),
          )
        : h(Box, { key: step.id, ...step, unit }),
    )
  }

  function Route({ title, route }) {
    const [name, what] = beginning(route.uri)
    return h(
      'div',
      { className: 'tandem-route', 'data-route': route.id },
      h('h3', null, title, ' ', h('span', { className: 'tandem-faint' }, route.state === 'Started' ? '' : route.state)),
      h(
        'div',
        { className: 'tandem-steps' },
        h(Box, { id: 'schedule', name, what, total: route.total, failed: route.failed, mean: route.mean, unit: 'round' }),
        h(Steps, { steps: nested(route.steps), unit: 'round' }),
      ),
    )
  }

  return function RoutePicture({ flow }) {
    const [found, setFound] = React.useState(null)
    const [file, setFile] = React.useState(null)
    const [trouble, setTrouble] = React.useState('')
    React.useEffect(() => {
      let alive = true
      let timer
      const again = () =>
        routes([flow.name, flow.name + '--back'])
          .then(next => alive && (setFound(next), setTrouble('')))
          .catch(e => alive && setTrouble(e.message))
          .finally(() => {
            if (alive) timer = setTimeout(again, EVERY)
          })
      again()
      list(flow.name, 'routeFile')
        .then(next => alive && setFile(next))
        .catch(e => alive && setTrouble(e.message))
      return () => {
        alive = false
        clearTimeout(timer)
      }
    }, [flow.name])
    const [source, target] = [flow.Source, flow.Target]
    return h(
      'div',
      null,
      trouble && h('p', { className: 'tandem-result tandem-bad' }, 'No news: ' + trouble),
      found === null
        ? !trouble && h('p', { className: 'tandem-faint' }, 'Loading …')
        : found.length === 0
          ? h('p', { className: 'tandem-faint' }, 'No route of this flow runs.')
          : found.map(route => h(Route, { key: route.id, route, title: route.id === flow.name ? `${source} → ${target}` : `${target} → ${source}` })),
      found && found.length > 0 && h('p', { className: 'tandem-faint' }, 'Counted since the routes started.'),
      file &&
        file.name &&
        h('details', { className: 'tandem-file', 'data-id': 'route-file' }, h('summary', null, file.name, ', as it stands now'), h('pre', null, file.text.split('\n').map((line, i) => h('span', { key: i }, line)))),
    )
  }
}
