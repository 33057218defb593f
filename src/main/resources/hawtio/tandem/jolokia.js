// What the page asks the application: attributes of its MBeans, lists of keys, and decisions.

const CONFIGURATION = 'io.tandem:type=Configuration'

async function post(request) {
  const answer = await fetch('jolokia', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  })
  if (answer.status === 401) {
    window.location.assign('/hawtio/login')
  }
  if (!answer.ok) {
    throw new Error('The application answered ' + answer.status + '.')
  }
  return answer.json()
}

function byName(answer) {
  return Object.entries(answer.value || {})
    .map(([bean, attributes]) => ({ name: /name=([^,]+)/.exec(bean)[1], ...attributes }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

export async function me() {
  const answer = await fetch('tandem/me')
  return answer.ok ? answer.json() : { name: '', role: 'viewer' }
}

export async function everything() {
  const [flows, systems, configuration] = await post([
    { type: 'read', mbean: 'io.tandem:type=Flow,*' },
    { type: 'read', mbean: 'io.tandem:type=System,*' },
    { type: 'read', mbean: CONFIGURATION },
  ])
  return { flows: byName(flows), systems: byName(systems), configuration: configuration.value || {}, at: Date.now() }
}

async function exec(mbean, operation, args) {
  const answer = await post({ type: 'exec', mbean, operation, arguments: args })
  if (answer.status !== 200) {
    throw new Error(answer.status === 403 ? 'Only an admin may do this.' : reason(answer.error))
  }
  return answer.value
}

/** Jolokia puts the classes of all causes before the words. */
function reason(error) {
  return String(error || 'It failed.').replace(/^([\w.$]+(Exception|Error)\s*:\s*)+/, '')
}

const call = (flow, operation, args) => exec('io.tandem:type=Flow,name=' + flow, operation, args)

export const reload = () => exec(CONFIGURATION, 'reload', [])

export const list = async (flow, operation, ...args) => JSON.parse(await call(flow, operation, args))

export const decide = (flow, operation, ...args) => call(flow, operation, args)
