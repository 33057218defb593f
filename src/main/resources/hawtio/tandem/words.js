// How the page says things: health, spans of time, numbers, keys, reasons.

export const number = n => Number(n || 0).toLocaleString('en-GB').replace(/,/g, ' ')

export const count = (n, one, several = one + 's') => number(n) + ' ' + (n === 1 ? one : several)

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

/** off, paused, stopped (a round did not finish), person (somebody must decide), healthy */
export function health(flow) {
  if (flow.State !== 'on') return flow.State
  if (flow.Trouble) return 'stopped'
  return flow.Ambiguous + flow.Conflicts + flow.Parked > 0 ? 'person' : 'healthy'
}

const FIRST = ['stopped', 'person', 'paused', 'healthy', 'off']

/** Those first that need somebody; among them those with most to decide. */
export function byNeed(flows) {
  const decisions = flow => flow.Ambiguous + flow.Conflicts + flow.Parked
  return [...flows].sort(
    (a, b) =>
      FIRST.indexOf(health(a)) - FIRST.indexOf(health(b)) || decisions(b) - decisions(a) || a.name.localeCompare(b.name),
  )
}

export const saying = {
  off: 'off',
  paused: 'paused',
  stopped: 'stopped',
  person: 'needs a person',
  healthy: 'healthy',
  down: 'down',
  on: 'up',
}

export const mark = { off: '–', paused: 'Ⅱ', stopped: '!', person: '?', healthy: '✓', down: '!', on: '✓' }

export const idOf = (entity, key) => (key.startsWith(entity + '/') ? key.slice(entity.length + 1) : key)

/** A key that breaks between its parts only; one long part may break where it must. */
export const parts = (h, key) =>
  key.split(/(?<=\/)/).flatMap((part, i) => [
    i > 0 && h('wbr', { key: 'b' + i }),
    h('span', { key: i, className: part.length < 40 ? 'tandem-part' : '' }, part),
  ])

/** A reason without the flow and the record, which stand beside it. */
export function why(reason, flow, record) {
  let text = reason
  for (const known of [flow, record, flow]) {
    if (text.startsWith(known)) text = text.slice(known.length).replace(/^\s*[:,]?\s*/, '')
  }
  const named = text.indexOf(' of ' + record)
  const rest = text.slice(named + ' of '.length + record.length)
  if (record && named >= 0 && !/^[\w/-]/.test(rest)) text = text.slice(0, named) + rest
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const SPACING = /[\t\n\v\f\r\u0085\p{Zl}\p{Zp}]/gu

/** What no eye sees: controls, formats (direction, zero width), lone surrogates, letters without a shape. */
const HIDDEN = /[\p{C}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0]/gu

/** Text from outside on one line, each hidden character as its number. */
export const visible = text =>
  text
    .replace(SPACING, ' ')
    .replace(HIDDEN, one => '[U+' + one.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') + ']')

const shown = child => (typeof child === 'string' ? visible(child) : Array.isArray(child) ? child.map(shown) : child)

/** React's createElement, for text that may come from outside. */
export const element =
  React =>
  (type, props, ...children) =>
    React.createElement(type, props && props.title ? { ...props, title: visible(props.title) } : props, ...children.map(shown))
