// SPDX-License-Identifier: GPL-3.0-or-later

import { h, icon, mailLink, tag } from './dom.js';
import { makeEmpty, makePart } from './room.js';
import { formatDate, isDone, isOpen, isPast, timeLeft } from './words.js';

function makeText(title, text) {
  return text && h('section', null, h('h3', null, title),
    h('div', { class: 'card' }, h('p', { class: 'lines' }, text)));
}

function makeWaiting(poc, tasks) {
  const open = tasks.filter(isOpen);
  const late = open.filter(task => isPast(task.due_date)).length;
  const words = open.length === 1 ? '1 task waits to be done'
    : `${open.length} tasks wait to be done`;

  if (poc.status !== 'active' || open.length === 0)
    return null;
  return h('div', { class: 'row-line' }, h('span', { class: 'dim' }, words),
    late > 0 && tag(`${late} overdue`, 'warning', 'clock'),
    h('a', { class: 'button small', href: '#tasks' }, 'Go to Tasks'));
}

function makeProgress(room) {
  const [part, load] = makePart(room, ['tasks'], tasks => {
    const done = tasks.filter(isDone).length;

    if (tasks.length === 0)
      return makeEmpty('No tasks yet.');
    return h('div', { class: 'card' },
      h('p', { class: 'title' }, `${done} of ${tasks.length} tasks done`),
      h('progress', { max: tasks.length, value: done, 'aria-label': 'Progress' }),
      makeWaiting(room.poc, tasks));
  });

  room.addEventListener('tasks', load);
  return h('section', null, h('h3', null, 'Progress'), part);
}

function makeFact(name, ...value) {
  return value.some(Boolean) && h('div', { class: 'fact' }, h('dt', null, name),
    h('dd', null, value));
}

function makeContact({ full_name: name, title, email }) {
  return [name, title && h('span', { class: 'subtitle' }, title),
    email && mailLink(email)];
}

function makeFacts({ poc, about }) {
  const left = poc.status === 'active' ? timeLeft(poc.end_date) : '';

  return h('section', null, h('h3', null, 'Details'),
    h('dl', { class: 'boxed-list facts' },
      makeFact('Organization', about.organization),
      makeFact('Customer', poc.customer_company_name),
      makeFact('Starts', poc.start_date && formatDate(poc.start_date)),
      makeFact('Ends', poc.end_date && formatDate(poc.end_date),
        left && h('span', { class: 'subtitle' }, left)),
      makeFact('Contact person', makeContact(about.contact))));
}

function makeCriterion(criterion) {
  const { achieved_value: achieved, target_value: target, is_met: isMet } = criterion;

  return h('li', { class: 'row' }, icon(isMet ? 'done' : 'todo'),
    h('div', { class: 'grow' }, h('div', { class: 'title' }, criterion.title),
      criterion.description && h('div', { class: 'subtitle lines' }, criterion.description),
      target && h('div', { class: 'subtitle' }, `Target: ${target}`),
      achieved && h('div', { class: 'subtitle' }, `Achieved: ${achieved}`)),
    isMet ? tag('Met', 'success') : tag('Not Met Yet'));
}

function makeCriteria(room) {
  const [part] = makePart(room, ['criteria'], criteria => (criteria.length === 0
    ? makeEmpty('No success criteria yet.')
    : h('ul', { class: 'boxed-list' }, criteria.map(makeCriterion))));

  return h('section', null, h('h3', null, 'Success Criteria'), part);
}

export function makeOverview(room) {
  return [makeProgress(room), makeText('About This POC', room.poc.description),
    makeText('Objectives', room.poc.objectives), makeFacts(room), makeCriteria(room)];
}
