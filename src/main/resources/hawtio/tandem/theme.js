// Dark where the reader's system is dark, on every page: PatternFly's own theme, switched by a class.
;(() => {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const follow = () => document.documentElement.classList.toggle('pf-v5-theme-dark', dark.matches)
  dark.addEventListener('change', follow)
  follow()
})()
