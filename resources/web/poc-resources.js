// SPDX-License-Identifier: GPL-3.0-or-later

import { button, h, icon, tag, toast } from './dom.js';
import { makeEmpty, makePart } from './room.js';

// Only such links are followed; whatever else there may be is only text.
function findLink(text) {
  const url = URL.parse ? URL.parse(text.trim()) : parse(text.trim());

  return url && ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url : null;
}

function parse(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function copyBySelection(element) {
  const selection = getSelection();

  selection.selectAllChildren(element);
  const isCopied = document.execCommand('copy');
  selection.removeAllRanges();
  return isCopied;
}

async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    return copyBySelection(element);
  }
}

function makeCode(resource) {
  const code = h('code', null, resource.content);
  const name = `Copy “${resource.title}”`;
  const action = button('Copy', async () => toast(await copy(code) ? 'Copied.'
    : 'Your browser does not let this page copy. Select the text instead.'), 'small');

  action.setAttribute('aria-label', name);
  return [h('pre', { tabindex: '0', 'aria-label': resource.title }, code),
    h('div', { class: 'end' }, action)];
}

function makeLink(resource) {
  const url = findLink(resource.content);

  if (!url)
    return h('p', { class: 'lines' }, resource.content);
  return h('p', null, h('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' },
    resource.content.trim()));
}

const kinds = {
  link: { word: 'Link', picture: 'link', make: makeLink },
  file: { word: 'File', picture: 'resource', make: makeLink },
  code: { word: 'Code', picture: 'code', make: makeCode },
  text: { word: 'Text', picture: 'resource',
    make: resource => h('p', { class: 'lines' }, resource.content) },
};

export function makeResource(resource) {
  const kind = kinds[resource.resource_type] ?? kinds.text;

  return h('li', { class: 'row top' }, icon(kind.picture), h('div', { class: 'grow resource' },
    h('div', { class: 'row-line' }, h('span', { class: 'title' }, resource.title),
      tag(kind.word)),
    resource.description && h('p', { class: 'subtitle lines' }, resource.description),
    kind.make(resource)));
}

export function makeResources(room) {
  const [part] = makePart(room, ['resources'], resources => (resources.length === 0
    ? makeEmpty('No resources yet.')
    : h('ul', { class: 'boxed-list' }, resources.map(makeResource))));

  return part;
}
