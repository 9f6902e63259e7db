// SPDX-License-Identifier: GPL-3.0-or-later

import { h, icon } from './dom.js';

let count = 0;

// A field in a boxed list. `check` gives a sentence when the value is not good, or nothing.
export class Entry {
  constructor(label, attributes, check) {
    const id = `entry-${++count}`;

    this.check = check ?? (() => null);
    this.input = h('input', {
      id, autocapitalize: 'off', spellcheck: 'false', 'aria-describedby': `${id}-problem`,
      input: () => this.element.classList.contains('invalid') && this.validate(),
      ...attributes,
    });
    this.problem = h('p', { id: `${id}-problem`, class: 'hint problem', hidden: true });
    this.element = h('div', { class: 'entry-row' }, h('label', { for: id }, label), this.input,
      attributes.type === 'password' && this.makeReveal(label));
  }

  makeReveal(label) {
    const button = h('button', { type: 'button', class: 'flat', 'aria-pressed': 'false',
      'aria-label': `Show ${label}` }, 'Show');

    button.addEventListener('click', () => {
      const shown = this.input.type === 'text';

      this.input.type = shown ? 'password' : 'text';
      button.textContent = shown ? 'Show' : 'Hide';
      button.setAttribute('aria-pressed', String(!shown));
    });
    return button;
  }

  get value() {
    return this.input.value;
  }

  validate() {
    const sentence = this.check(this.value) ?? '';

    this.problem.textContent = sentence;
    this.problem.hidden = sentence === '';
    this.element.classList.toggle('invalid', sentence !== '');
    this.input.setAttribute('aria-invalid', String(sentence !== ''));
    return sentence === '';
  }
}

// A form of entries with one button. `submit` does the work; what it throws is shown.
export function makeForm(entries, button, submit) {
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const action = h('button', { type: 'submit', class: 'suggested pill' }, button);
  const form = h('form', { novalidate: true },
    entries.length > 0 && h('div', { class: 'boxed-list' }, entries.map(entry => entry.element)),
    entries.map(entry => entry.problem), problem, h('div', { class: 'actions' }, action));

  form.addEventListener('submit', async event => {
    event.preventDefault();
    problem.hidden = true;
    const bad = entries.filter(entry => !entry.validate());
    if (bad.length > 0) {
      bad[0].input.focus();
      return;
    }
    action.disabled = true;
    try {
      await submit();
    } catch (error) {
      problem.replaceChildren(icon('problem'), error.message);
      problem.hidden = false;
    } finally {
      action.disabled = false;
    }
  });
  return form;
}

export function needed(sentence) {
  return value => (value.trim() === '' ? sentence : null);
}
