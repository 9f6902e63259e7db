// SPDX-License-Identifier: GPL-3.0-or-later

import { base, call } from './api.js';
import { h, icon, show, statusPage, tag } from './dom.js';
import { runSignedIn } from './shell.js';
import { formatDate, formatDates, initials, isDone, pocStatus, taskStatus, timeLeft } from './words.js';

const id = Number(location.pathname.split('/').filter(Boolean).pop());

function makeHead(poc) {
  const left = poc.status === 'active' ? timeLeft(poc.end_date) : '';
  const dates = formatDates(poc.start_date, poc.end_date);

  return h('div', { class: 'page-head' },
    h('h1', null, poc.title),
    h('p', { class: 'dim' }, [poc.customer_company_name, dates].filter(Boolean).join(' · ')),
    h('div', { class: 'row-line' }, tag(...pocStatus(poc.status)),
      left && tag(left, 'accent', 'clock')));
}

function makeText(title, text) {
  return text && h('section', null, h('h2', null, title),
    h('div', { class: 'card' }, h('p', { class: 'lines' }, text)));
}

// A part of the page that loads, and can fail, by itself.
function makePart(title, path, fill) {
  const body = h('div', { 'aria-busy': 'true' },
    h('div', { class: 'card' }, h('div', { class: 'spinner', role: 'progressbar',
      'aria-label': `Loading ${title}` })));
  const part = h('section', null, h('h2', null, title), body);

  async function load() {
    try {
      body.replaceChildren(fill(await call('GET', path)));
    } catch (error) {
      body.replaceChildren(h('div', { class: 'card', role: 'alert' },
        h('p', { class: 'problem' }, icon('problem'), error.message),
        h('div', { class: 'actions' },
          h('button', { type: 'button', click: load }, 'Try Again'))));
    }
    body.removeAttribute('aria-busy');
  }
  load();
  return part;
}

function makeEmpty(text) {
  return h('div', { class: 'card' }, h('p', { class: 'dim' }, text));
}

function makeTask(task) {
  const [word, kind, picture] = taskStatus(task.status);

  return h('li', { class: 'row' }, icon(picture),
    h('div', { class: 'grow' }, h('div', null, task.title),
      task.description && h('div', { class: 'subtitle lines' }, task.description),
      task.due_date && !isDone(task) && h('div', { class: 'subtitle' }, `Due ${formatDate(task.due_date)}`)),
    tag(word, kind));
}

function makeTasks(tasks) {
  const done = tasks.filter(isDone).length;
  const words = `${done} of ${tasks.length} tasks done`;

  if (tasks.length === 0)
    return makeEmpty('No tasks yet.');
  return h('ul', { class: 'boxed-list' },
    h('li', { class: 'row' }, h('div', { class: 'grow' }, h('p', { id: 'progress' }, words),
      h('progress', { max: tasks.length, value: done, 'aria-labelledby': 'progress' }))),
    tasks.map(makeTask));
}

function makeCriterion(criterion) {
  return h('li', { class: 'row' }, icon(criterion.is_met ? 'done' : 'todo'),
    h('div', { class: 'grow' }, h('div', null, criterion.title),
      criterion.target_value && h('div', { class: 'subtitle' }, `Target: ${criterion.target_value}`),
      criterion.achieved_value
        && h('div', { class: 'subtitle' }, `Achieved: ${criterion.achieved_value}`)),
    criterion.is_met ? tag('Met', 'success') : tag('Not Met Yet'));
}

function makeCriteria(criteria) {
  if (criteria.length === 0)
    return makeEmpty('No success criteria yet.');
  return h('ul', { class: 'boxed-list' }, criteria.map(makeCriterion));
}

function makePerson(person) {
  return h('li', { class: 'row' },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(person.full_name || '?')),
    h('div', { class: 'grow' }, h('div', null, person.full_name),
      person.title && h('div', { class: 'subtitle' }, person.title),
      person.email && h('a', { class: 'small', href: `mailto:${encodeURIComponent(person.email).replace('%40', '@')}`,
        rel: 'noopener' }, person.email)),
    person.is_customer ? null : tag('Host', 'accent'));
}

function makePeople(people) {
  const taking = people.filter(person => (person.status ?? 'accepted') === 'accepted');

  return taking.length === 0 ? makeEmpty('Nobody takes part yet.')
    : h('ul', { class: 'boxed-list' }, taking.map(makePerson));
}

function showNotFound() {
  show('POC Not Found', statusPage('lock', 'This POC Is Not Available',
    h('p', null, 'It does not exist, or you do not have access to it. If you had access before, '
      + 'it may have been removed: ask the person who invited you.'),
    h('div', { class: 'actions' },
      h('a', { class: 'button suggested pill', href: new URL('app/', base) }, 'My POCs'))));
}

async function showPoc() {
  let poc;

  try {
    poc = await call('GET', `pocs/${id}`);
  } catch (error) {
    if (error.status !== 404 && error.status !== 403)
      throw error;
    showNotFound();
    return;
  }
  show(poc.title, makeHead(poc),
    makeText('About This POC', poc.description),
    makeText('Objectives', poc.objectives),
    makePart('Tasks', `tasks/pocs/${id}/tasks`, makeTasks),
    makePart('Success Criteria', `pocs/${id}/success-criteria`, makeCriteria),
    makePart('People', `pocs/${id}/participants`, makePeople));
}

runSignedIn(showPoc);
