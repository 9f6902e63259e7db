// SPDX-License-Identifier: GPL-3.0-or-later

import { h, mailLink, tag } from './dom.js';
import { makeEmpty, makePart } from './room.js';
import { initials } from './words.js';

function makePerson(person, room) {
  return h('li', { class: 'row' },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(person.full_name || '?')),
    h('div', { class: 'grow' }, h('div', { class: 'title' }, person.full_name),
      person.title && h('div', { class: 'subtitle' }, person.title),
      person.email && mailLink(person.email, 'subtitle')),
    person.user_id === room.profile.id && tag('You', 'accent'));
}

function makeSide(title, people, room) {
  return people.length > 0 && h('section', null, h('h3', null, title),
    h('ul', { class: 'boxed-list' }, people.map(person => makePerson(person, room))));
}

export function makePeople(room) {
  const [part] = makePart(room, ['people'], people => {
    const taking = people.filter(person => (person.status ?? 'accepted') === 'accepted');

    if (taking.length === 0)
      return makeEmpty('Nobody takes part yet.');
    return [makeSide(room.about.organization, taking.filter(one => !one.is_customer), room),
      makeSide(room.poc.customer_company_name, taking.filter(one => one.is_customer), room)];
  });

  return part;
}
