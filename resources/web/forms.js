// SPDX-License-Identifier: GPL-3.0-or-later

import { button, h, icon } from './dom.js';
import { linkToSignIn } from './shell.js';

let count = 0;

// A field in a boxed list. `check` gives a sentence when the value is not good, or nothing.
export class Entry {
  constructor(label, attributes, check) {
    const id = `entry-${++count}`;
    const { lines, ...others } = attributes;

    this.check = check ?? (() => null);
    this.input = h(lines ? 'textarea' : 'input', {
      id, rows: lines, autocapitalize: lines ? 'sentences' : 'off',
      spellcheck: lines ? 'true' : 'false', 'aria-describedby': `${id}-problem`,
      input: () => this.element.classList.contains('invalid') && this.validate(),
      ...others,
    });
    this.problem = h('p', { id: `${id}-problem`, class: 'problem', hidden: true });
    this.element = h('div', { class: 'entry-row' }, h('label', { for: id }, label), this.input,
      others.type === 'password' && this.makeReveal(label));
  }

  makeReveal(label) {
    const reveal = button('Show', () => {
      const isShown = this.input.type === 'text';

      this.input.type = isShown ? 'password' : 'text';
      reveal.textContent = isShown ? 'Show' : 'Hide';
      reveal.setAttribute('aria-label', `${reveal.textContent} ${label}`);
    }, 'flat small');

    reveal.setAttribute('aria-label', `Show ${label}`);
    return reveal;
  }

  get value() {
    return this.input.value;
  }

  complain(sentence) {
    this.problem.textContent = sentence;
    this.problem.hidden = sentence === '';
    this.element.classList.toggle('invalid', sentence !== '');
    this.input.setAttribute('aria-invalid', String(sentence !== ''));
  }

  validate() {
    const sentence = this.check(this.value) ?? '';

    this.complain(sentence);
    return sentence === '';
  }
}

export function needed(sentence) {
  return value => (value.trim() === '' ? sentence : null);
}

const PASSWORD_MIN = 10;

// A new password and the same again.
export function makeNewPassword() {
  const password = new Entry('New Password', { type: 'password', name: 'new-password',
    autocomplete: 'new-password' },
  value => ([...value].length < PASSWORD_MIN ? `Use at least ${PASSWORD_MIN} characters.` : null));
  const again = new Entry('Repeat Password', { type: 'password', name: 'repeat-password',
    autocomplete: 'new-password' },
  value => (value !== password.value ? 'The two passwords differ.' : null));

  return [password, again];
}

export const passwordHint = `At least ${PASSWORD_MIN} characters. A few words in a row are easy to `
  + 'remember and hard to guess.';

// Puts a failure where it belongs: to its field, or below the form.
class Complaint {
  constructor(entries) {
    this.entries = entries;
    this.element = h('p', { class: 'problem', role: 'alert', hidden: true });
  }

  clear() {
    this.element.hidden = true;
  }

  show(error) {
    const entry = this.entries.find(one =>
      one.input.name.replace('-', '_').endsWith(error.field ?? '\n'));

    if (entry) {
      entry.complain(error.message);
      entry.input.focus();
      return;
    }
    this.element.replaceChildren(icon('problem'), h('span', null, error.message,
      error.type === 'signed-out' && [' ', linkToSignIn()]));
    this.element.hidden = false;
  }
}

// A form of entries with one button, and one to give up if `cancel` is given. `submit` does the
// work; what it throws is shown. It is never sent twice at a time.
export function makeForm(entries, label, submit, { cancel, kind = 'pill', look = 'suggested', hint } = {}) {
  const complaint = new Complaint(entries);
  const action = h('button', { type: 'submit', class: `${look} ${kind}` }, label);
  let isBusy = false;

  async function run() {
    isBusy = true;
    action.setAttribute('aria-disabled', 'true');
    try {
      await submit();
    } catch (error) {
      complaint.show(error);
    } finally {
      isBusy = false;
      action.removeAttribute('aria-disabled');
    }
  }

  return h('form', {
    novalidate: true,
    submit: event => {
      event.preventDefault();
      complaint.clear();
      const bad = entries.filter(entry => !entry.validate());

      if (bad.length > 0)
        bad[0].input.focus();
      else if (!isBusy)
        run();
    },
    keydown: event => event.key === 'Escape' && cancel?.(),
  },
  entries.length > 0 && h('div', { class: 'boxed-list' }, entries.map(entry => entry.element)),
  entries.map(entry => entry.problem), hint && h('p', { class: 'hint' }, hint), complaint.element,
  h('div', { class: 'actions' }, action, cancel && button('Cancel', cancel, kind)));
}
