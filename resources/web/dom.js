// SPDX-License-Identifier: GPL-3.0-or-later

// Elements are made here, and text only ever becomes text.

const isThere = child => child != null && child !== false && child !== '';

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
  element.append(...children.flat(2).filter(isThere));
  return element;
}

export function icon(name) {
  return h('span', { class: `icon icon-${name}`, 'aria-hidden': 'true' });
}

// For who listens instead of looking.
export function unseen(text) {
  return h('span', { class: 'unseen' }, text);
}

export function button(label, click, kind = '') {
  return h('button', { type: 'button', class: kind, click }, label);
}

export function mailLink(address, kind) {
  const target = encodeURIComponent(address).replace('%40', '@');

  return h('a', { class: kind, href: `mailto:${target}`, rel: 'noopener' }, address);
}

export function tag(text, kind, picture) {
  return h('span', { class: `tag ${kind ?? ''}` }, picture && icon(picture), text);
}

let busy = 0;

function focusHeading(main) {
  const heading = main.querySelector('h1');

  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

// Shows a page's content and moves the reader's attention to its heading.
export function show(title, ...children) {
  const main = document.getElementById('main');

  clearTimeout(busy);
  document.title = `${title} – POC Manager`;
  main.replaceChildren(...children.flat(2).filter(isThere));
  main.removeAttribute('aria-busy');
  focusHeading(main);
}

export function spinner(label) {
  return h('div', { class: 'spinner', role: 'progressbar', 'aria-label': label });
}

// What is there in no time needs no spinner.
export function showLoading() {
  const main = document.getElementById('main');

  main.setAttribute('aria-busy', 'true');
  clearTimeout(busy);
  busy = setTimeout(() => main.replaceChildren(spinner('Loading')), 200);
}

export function statusPage(name, title, ...children) {
  return h('div', { class: 'status-page' }, icon(name), h('h1', null, title), ...children);
}

// What went wrong, and the way to try again.
export function showProblem(error, retry) {
  const title = error.status === 0 ? 'No Connection' : 'Something Went Wrong';

  show(title, statusPage('problem', title,
    h('p', { role: 'alert' }, error.message),
    h('div', { class: 'actions' }, button('Try Again', retry, 'suggested pill'))));
}

// Says in passing that something was done.
export function toast(text) {
  const element = h('div', { class: 'toast' }, text);

  document.getElementById('toasts').replaceChildren(element);
  setTimeout(() => element.remove(), 5000);
}
