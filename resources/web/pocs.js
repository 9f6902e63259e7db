// SPDX-License-Identifier: GPL-3.0-or-later

import { base, call } from './api.js';
import { h, icon, show, statusPage, tag } from './dom.js';
import { runSignedIn } from './shell.js';
import { formatDates, pocStatus, roleName, timeLeft } from './words.js';

function makeProgress(poc) {
  const words = `${poc.tasks_done} of ${poc.tasks_total} tasks done`;

  return h('span', { class: 'progress-line' },
    h('progress', { max: poc.tasks_total, value: poc.tasks_done, 'aria-label': 'Progress' }),
    h('span', { class: 'subtitle' }, words));
}

// What this person could do next; in a POC that is over, nothing is.
function makeWaiting(poc) {
  if (poc.status !== 'active' || poc.tasks_open === 0)
    return null;
  const open = poc.tasks_open === 1 ? '1 task to do' : `${poc.tasks_open} tasks to do`;

  return [tag(open, 'accent', 'todo'),
    poc.tasks_overdue > 0 && tag(`${poc.tasks_overdue} overdue`, 'warning', 'clock')];
}

function makeRow(poc) {
  const when = poc.status === 'active' && timeLeft(poc.end_date)
    || formatDates(poc.start_date, poc.end_date);

  return h('li', null, h('a', { class: 'row poc-row', href: new URL(`app/pocs/${poc.id}`, base) },
    h('span', { class: 'grow' },
      h('span', { class: 'title' }, poc.title),
      h('span', { class: 'subtitle' },
        [poc.organization, roleName(poc.role), when].filter(Boolean).join(' · ')),
      h('span', { class: 'row-line' }, tag(...pocStatus(poc.status)), makeWaiting(poc)),
      poc.tasks_total > 0 && makeProgress(poc)),
    icon('next')));
}

function makeBanner(profile) {
  if (profile.first_name || profile.last_name)
    return null;
  return h('div', { class: 'banner' }, h('span', null, 'Tell the others who you are.'),
    h('a', { class: 'button', href: new URL('app/profile?welcome', base) }, 'Complete Profile'));
}

function makeInvitation(invitation) {
  return h('li', { class: 'row' }, icon('mail'), h('div', { class: 'grow' },
    h('div', { class: 'title' }, invitation.poc_title),
    h('div', { class: 'subtitle' }, `${invitation.invited_by_name}, ${invitation.organization}, `
      + 'has invited you. Open the link in the mail to accept.')));
}

function makeInvitations(invitations) {
  return invitations.length > 0 && h('section', null, h('h2', null, 'In Your Mailbox'),
    h('ul', { class: 'boxed-list' }, invitations.map(makeInvitation)));
}

function showNone(profile, invitations) {
  if (invitations.length > 0) {
    show('My POCs', h('div', { class: 'page-head' }, h('h1', null, 'My POCs')),
      makeBanner(profile), makeInvitations(invitations));
    return;
  }
  show('My POCs', statusPage('poc', 'No POCs Yet',
    h('p', { class: 'dim' }, 'When you accept an invitation, the POC appears here. '
      + 'If you expected one, ask the person who invited you.')));
}

runSignedIn(async profile => {
  const [pocs, invitations] =
    await Promise.all([call('GET', 'web/pocs'), call('GET', 'web/invitations')]);

  if (pocs.length === 0) {
    showNone(profile, invitations);
    return;
  }
  show('My POCs', h('div', { class: 'page-head' }, h('h1', null, 'My POCs')),
    makeBanner(profile), h('ul', { class: 'boxed-list' }, pocs.map(makeRow)),
    makeInvitations(invitations));
});
