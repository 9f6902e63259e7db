// SPDX-License-Identifier: GPL-3.0-or-later

// Elements are made here, and text only ever becomes text.

export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);

  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function')
      element.addEventListener(name, value);
    else if (value === true)
      element.setAttribute(name, '');
    else if (value !== false && value != null)
      element.setAttribute(name, value);
  }
  element.append(...children.flat().filter(child => child != null && child !== false));
  return element;
}

export function icon(name) {
  return h('span', { class: `icon icon-${name}`, 'aria-hidden': 'true' });
}

// Shows a page's content and moves the reader's attention to its heading.
export function show(title, ...children) {
  const main = document.getElementById('main');

  document.title = `${title} – POC Manager`;
  main.replaceChildren(...children.flat().filter(child => child != null && child !== false));
  main.removeAttribute('aria-busy');
  const heading = main.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

export function showLoading() {
  const main = document.getElementById('main');

  main.setAttribute('aria-busy', 'true');
  main.replaceChildren(h('div', { class: 'spinner', role: 'progressbar', 'aria-label': 'Loading' }));
}

export function statusPage(name, title, ...children) {
  return h('div', { class: 'status-page' }, icon(name), h('h1', null, title), ...children);
}

// What went wrong, and the way to try again.
export function showProblem(error, retry) {
  show('Something Went Wrong', statusPage('problem', 'Something Went Wrong',
    h('p', { role: 'alert' }, error.message),
    h('div', { class: 'actions' },
      h('button', { type: 'button', class: 'suggested pill', click: retry }, 'Try Again'))));
}

export function tag(text, kind, picture) {
  return h('span', { class: `tag ${kind ?? ''}` }, picture && icon(picture), text);
}
