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

const STEP = ['ProcessorId', 'ProcessorName', 'Description', 'Index', 'Level', 'ExchangesTotal', 'ExchangesFailed', 'MeanProcessingTime']
const ROUTE = ['RouteId', 'EndpointUri', 'State', 'ExchangesTotal', 'ExchangesFailed', 'MeanProcessingTime']

/** Routes with their steps, in the order that a record passes them; one that isn't there is left out. */
export async function routes(ids) {
  const answers = await post(
    ids.flatMap(id => [
      { type: 'read', mbean: `org.apache.camel:context=*,type=routes,name="${id}"`, attribute: ROUTE },
      { type: 'read', mbean: `org.apache.camel:context=*,type=processors,name="${id}/*"`, attribute: STEP },
    ]),
  )
  const values = answer => (answer.status === 200 ? Object.values(answer.value) : [])
  return ids.flatMap((id, i) =>
    values(answers[2 * i]).map(route => ({
      id,
      uri: route.EndpointUri,
      state: route.State,
      ...counted(route),
      steps: values(answers[2 * i + 1])
        .sort((a, b) => a.Index - b.Index)
        .map(step => ({
          id: step.ProcessorId,
          name: step.ProcessorId.slice(id.length + 1),
          kind: step.ProcessorName,
          what: step.Description,
          level: step.Level,
          ...counted(step),
        })),
    })),
  )
}

const counted = bean => ({ total: bean.ExchangesTotal, failed: bean.ExchangesFailed, mean: bean.MeanProcessingTime })

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

export const trends = async minutes => JSON.parse(await exec('io.tandem:type=Trends', 'trends', [minutes]))

const call = (flow, operation, args) => exec('io.tandem:type=Flow,name=' + flow, operation, args)

export const reload = () => exec(CONFIGURATION, 'reload', [])

export const list = async (flow, operation, ...args) => JSON.parse(await call(flow, operation, args))

export const decide = (flow, operation, ...args) => call(flow, operation, args)
