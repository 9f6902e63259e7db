// SPDX-License-Identifier: GPL-3.0-or-later

// What the parts of a POC's page share: each thing is asked for once, and parts that show it hear
// of its changes, by an event of its name.

import { call } from './api.js';
import { button, h, icon, spinner } from './dom.js';
import { goToSignIn } from './shell.js';

const paths = {
  tasks: id => `tasks/pocs/${id}/tasks`,
  groups: id => `tasks/pocs/${id}/task-groups`,
  criteria: id => `pocs/${id}/success-criteria`,
  resources: id => `pocs/${id}/resources`,
  comments: id => `pocs/${id}/comments`,
  people: id => `pocs/${id}/participants`,
};

export class Room extends EventTarget {
  constructor(profile, poc, about) {
    super();
    this.profile = profile;
    this.poc = poc;
    this.about = about;
    this.things = {};
  }

  get(name) {
    this.things[name] ??= call('GET', paths[name](this.poc.id)).catch(error => {
      delete this.things[name];
      throw error;
    });
    return this.things[name];
  }

  set(name, value) {
    this.things[name] = Promise.resolve(value);
    this.dispatchEvent(new Event(name));
  }

  // One that was changed, in its place.
  async replace(name, changed) {
    const all = await this.get(name);

    this.set(name, all.map(one => (one.id === changed.id ? changed : one)));
  }
}

export function makeEmpty(text) {
  return h('div', { class: 'card' }, h('p', { class: 'dim' }, text));
}

export function makeFailed(error, retry) {
  return h('div', { class: 'card', role: 'alert' },
    h('p', { class: 'problem' }, icon('problem'), h('span', null, error.message)),
    h('div', { class: 'actions' }, button('Try Again', retry)));
}

// A part that loads, and can fail, by itself. `fill` makes what is shown of the things named.
export function makePart(room, names, fill) {
  const part = h('div', { class: 'part', 'aria-busy': 'true' }, h('div', { class: 'card' },
    spinner('Loading')));

  async function load() {
    try {
      const things = await Promise.all(names.map(name => room.get(name)));

      part.replaceChildren(...[fill(...things)].flat().filter(Boolean));
    } catch (error) {
      if (error.type === 'signed-out')
        goToSignIn();
      part.replaceChildren(makeFailed(error, load));
    }
    part.removeAttribute('aria-busy');
  }
  load();
  return [part, load];
}
