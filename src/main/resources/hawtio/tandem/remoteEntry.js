// A module federation container without a bundler, as Hawtio's importRemote wants it: React comes from Hawtio's own scope.
(function () {
  'use strict'
  const base = document.currentScript.src.replace(/remoteEntry\.js.*$/, '')
  let scope

  function newest(name) {
    const versions = scope[name]
    const version = Object.keys(versions).sort((a, b) => a.localeCompare(b, undefined, { numeric: true })).pop()
    return Promise.resolve(versions[version].get()).then(factory => factory())
  }

  async function plugin() {
    const [React, hawtio, page] = await Promise.all([newest('react'), newest('@hawtio/react'), import(base + 'page.js')])
    return {
      plugin() {
        hawtio.hawtio.addPlugin({
          id: 'tandem',
          title: 'Tandem',
          path: '/tandem',
          order: -100,
          component: page.create(React),
          isActive: async () => true,
        })
      },
    }
  }

  window.tandem = {
    init(shared) {
      scope = shared
      return Promise.resolve()
    },
    get(name) {
      return name === './plugin' ? plugin().then(module => () => module) : Promise.reject(new Error('no module ' + name))
    },
  }
})()
