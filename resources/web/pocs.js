// SPDX-License-Identifier: GPL-3.0-or-later

import { base, call } from './api.js';
import { h, icon, show, statusPage, tag } from './dom.js';
import { runSignedIn } from './shell.js';
import { formatDates, pocStatus, timeLeft } from './words.js';

function makeRow(poc) {
  const when = poc.status === 'active' && timeLeft(poc.end_date)
    || formatDates(poc.start_date, poc.end_date);
  const progress = poc.tasks_total > 0 && `${poc.tasks_done} of ${poc.tasks_total} tasks done`;
  const subtitle = [poc.organization, when, progress].filter(Boolean).join(' · ');

  return h('li', null, h('a', { class: 'row', href: new URL(`app/pocs/${poc.id}`, base) },
    h('span', { class: 'grow' }, h('span', null, poc.title),
      h('span', { class: 'row-line' }, tag(...pocStatus(poc.status)),
        h('span', { class: 'subtitle' }, subtitle))),
    icon('next')));
}

export function profileBanner(profile) {
  if (profile.first_name || profile.last_name)
    return null;
  return h('div', { class: 'banner' }, h('span', null, 'Tell the others who you are.'),
    h('a', { class: 'button', href: new URL('app/profile', base) }, 'Complete Profile'));
}

function showNone() {
  show('My POCs', statusPage('poc', 'No POCs Yet',
    h('p', { class: 'dim' }, 'When you accept an invitation, the POC appears here. '
      + 'If you expected one, ask the person who invited you.')));
}

runSignedIn(async profile => {
  const pocs = await call('GET', 'web/pocs');

  if (pocs.length === 0)
    return showNone();
  return show('My POCs', h('div', { class: 'page-head' }, h('h1', null, 'My POCs')),
    profileBanner(profile), h('ul', { class: 'boxed-list' }, pocs.map(makeRow)));
});
