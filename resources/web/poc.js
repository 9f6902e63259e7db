// SPDX-License-Identifier: GPL-3.0-or-later

import { base, call } from './api.js';
import { h, icon, show, statusPage, tag } from './dom.js';
import { pill } from './link.js';
import { makeComments } from './poc-comments.js';
import { makeOverview } from './poc-overview.js';
import { makePeople } from './poc-people.js';
import { makeResources } from './poc-resources.js';
import { makeTasks } from './poc-tasks.js';
import { Room } from './room.js';
import { runSignedIn } from './shell.js';
import { isDone, pocStatus, timeLeft } from './words.js';

const views = [
  { name: 'overview', title: 'Overview', picture: 'poc', make: makeOverview },
  { name: 'tasks', title: 'Tasks', picture: 'done', make: makeTasks,
    count: tasks => `${tasks.filter(isDone).length}/${tasks.length}` },
  { name: 'resources', title: 'Resources', picture: 'resource', make: makeResources,
    count: resources => resources.length },
  { name: 'comments', title: 'Comments', picture: 'comment', make: makeComments,
    count: comments => comments.length },
  { name: 'people', title: 'People', picture: 'people', make: makePeople,
    count: people => people.length },
];

function makeHead(poc, about) {
  const left = poc.status === 'active' ? timeLeft(poc.end_date) : '';

  return h('div', { class: 'page-head' },
    h('a', { class: 'back', href: new URL('app/', base) }, icon('next'), 'My POCs'),
    h('h1', null, poc.title),
    h('p', { class: 'dim' }, [about.organization, poc.customer_company_name].join(' · ')),
    h('div', { class: 'row-line' }, tag(...pocStatus(poc.status)),
      left && tag(left, 'accent', 'clock')));
}

// How many there are, as soon as that is known. Who counts wrong says nothing.
function makeCount(room, view) {
  const count = h('span', { class: 'count' });

  async function update() {
    const things = await room.get(view.name).catch(() => []);

    count.textContent = things.length > 0 ? view.count(things) : '';
  }
  if (view.count) {
    room.addEventListener(view.name, update);
    update();
  }
  return count;
}

function makeTab(room, view) {
  return h('a', { class: 'tab', href: `#${view.name}` }, icon(view.picture),
    h('span', null, view.title), makeCount(room, view));
}

// "#task-7" is a place in the view of tasks.
function currentView() {
  const name = location.hash.slice(1).replace(/-\d+$/, '');

  return views.find(view => view.name === name || view.name === `${name}s`) ?? views[0];
}

// Views are made when they are first looked at, and kept: what was typed in one stays.
class Switcher {
  constructor(room) {
    this.room = room;
    this.tabs = views.map(view => makeTab(room, view));
    this.pages = new Map();
    this.element = h('div', { class: 'views' });
    this.bar = h('nav', { class: 'tabs', 'aria-label': 'Parts of the POC' }, this.tabs);
    window.addEventListener('hashchange', () => this.turn(true));
    this.turn(false);
  }

  makePage(view) {
    const heading = h('h2', { class: 'unseen', tabindex: '-1' }, view.title);
    const page = h('div', { class: 'view' }, heading, view.make(this.room));

    this.pages.set(view, page);
    this.element.append(page);
  }

  turn(isAsked) {
    const current = currentView();

    if (!this.pages.has(current))
      this.makePage(current);
    this.tabs.forEach((tab, i) => (views[i] === current
      ? tab.setAttribute('aria-current', 'page') : tab.removeAttribute('aria-current')));
    this.pages.forEach((page, view) => { page.hidden = view !== current; });
    if (!isAsked)
      return;
    window.scrollTo(0, 0);
    this.pages.get(current).querySelector('h2').focus({ preventScroll: true });
    this.room.dispatchEvent(new Event('turned'));
  }
}

function showNotFound() {
  show('POC Not Found', statusPage('lock', 'This POC Is Not Available',
    h('p', null, 'It does not exist, or you do not have access to it. If you had access before, '
      + 'it may have been removed: ask the person who invited you.'),
    h('div', { class: 'actions' }, pill('My POCs', 'app/', true))));
}

async function showPoc(profile) {
  const id = Number(location.pathname.split('/').filter(Boolean).pop());
  let room;

  try {
    room = new Room(profile, ...await Promise.all([call('GET', `pocs/${id}`),
      call('GET', `web/pocs/${id}`)]));
  } catch (error) {
    if (error.type === 'signed-out' || error.mayPass)
      throw error;
    showNotFound();
    return;
  }
  const switcher = new Switcher(room);

  show(room.poc.title, makeHead(room.poc, room.about), switcher.bar, switcher.element);
}

runSignedIn(showPoc);
