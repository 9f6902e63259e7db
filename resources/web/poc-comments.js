// SPDX-License-Identifier: GPL-3.0-or-later

import { call, makeKey } from './api.js';
import { button, h, tag, toast } from './dom.js';
import { Entry, makeForm } from './forms.js';
import { makeEmpty, makePart } from './room.js';
import { formatAge, formatMoment, initials } from './words.js';

const CONTENT_MAX = 4000;
const EDITED_AFTER = 1000; // ms: what writes a comment may touch it

export function checkLength(value) {
  const length = [...value.trim()].length;

  return length > CONTENT_MAX
    ? `${length} characters are too many. At most ${CONTENT_MAX} fit into one comment.` : null;
}

function checkContent(value) {
  return value.trim() === '' ? 'Write something first.' : checkLength(value);
}

function makeEntry(label, value = '') {
  const entry = new Entry(label, { name: 'content', lines: '3' }, checkContent);

  entry.input.value = value;
  return entry;
}

const pathOf = (room, comment) => `pocs/${room.poc.id}/comments${comment ? `/${comment.id}` : ''}`;

// Says something on a task, or on the POC. The key stays until it is said: sending it again after
// an answer was lost does not say it twice.
export function makeComposer(room, task) {
  const entry = makeEntry(task ? 'Comment on this task' : 'Write a comment');
  let key = makeKey();
  const form = makeForm([entry], 'Post Comment', async () => {
    const content = entry.value.trim();
    const comment = await call('POST', pathOf(room), { subject: '', content, is_internal: false,
      ...task && { poc_task_id: task.id } }, key);

    key = makeKey();
    form.reset();
    room.set('comments', [comment, ...await room.get('comments')]);
    toast('Your comment is posted.');
  }, { kind: 'small', hint: 'Everybody who takes part in this POC can read it.' });

  entry.input.addEventListener('input', () => { key = makeKey(); });
  return form;
}

function isEdited(comment) {
  return comment.updated_at
    && new Date(comment.updated_at) - new Date(comment.created_at) > EDITED_AFTER;
}

class Comment {
  constructor(room, comment, context) {
    this.room = room;
    this.comment = comment;
    this.context = context;
    this.element = h('li', { class: 'row top comment' });
    this.showText();
  }

  makeActions() {
    const change = button('Edit', () => this.showEditor(), 'flat small');
    const remove = button('Delete', () => this.showQuestion(), 'flat small');

    return this.comment.user_id === this.room.profile.id
      && h('div', { class: 'row-line actions-line' }, change, remove);
  }

  fill(...parts) {
    const { user, created_at: at } = this.comment;
    const name = user?.full_name || this.comment.guest_name || 'Somebody';

    this.element.replaceChildren(
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(name)),
      h('div', { class: 'grow' },
        h('div', { class: 'row-line' }, h('span', { class: 'title' }, name),
          this.comment.is_internal && tag('Internal', 'warning', 'lock'),
          h('span', { class: 'subtitle' },
            h('time', { datetime: at, title: formatMoment(at) }, formatAge(at)),
            isEdited(this.comment) && ', edited')),
        this.context, ...parts.flat()));
  }

  showText(isBack) {
    const { subject, content } = this.comment;
    const actions = this.makeActions();

    this.fill([subject && h('p', { class: 'title' }, subject),
      h('p', { class: 'lines' }, content), actions].filter(Boolean));
    if (isBack)
      actions?.querySelector('button').focus();
  }

  showEditor() {
    const entry = makeEntry('Edit your comment', this.comment.content);

    this.fill(makeForm([entry], 'Save', async () => {
      const changed = await call('PUT', pathOf(this.room, this.comment),
        { content: entry.value.trim() });

      await this.room.replace('comments', changed);
      toast('Your comment is changed.');
    }, { cancel: () => this.showText(true), kind: 'small' }));
    entry.input.focus();
  }

  showQuestion() {
    const form = makeForm([], 'Delete', async () => {
      await call('DELETE', pathOf(this.room, this.comment)).catch(error => {
        if (error.status !== 404) // gone is gone
          throw error;
      });
      const comments = await this.room.get('comments');
      this.room.set('comments', comments.filter(one => one.id !== this.comment.id));
      toast('Your comment is deleted.');
    }, { cancel: () => this.showText(true), kind: 'small', look: 'destructive' });

    this.fill(h('p', { class: 'lines' }, this.comment.content),
      h('p', { class: 'question' }, 'Delete this comment for everybody?'), form);
    form.querySelector('button').focus();
  }
}

// Those that stay keep their place and what is being typed in them.
export class CommentList {
  constructor(room, empty) {
    this.room = room;
    this.empty = empty;
    this.known = new Map();
    this.element = h('ul', { class: 'boxed-list comments' });
  }

  makeOne(comment, context) {
    const known = this.known.get(comment.id);

    return known?.comment === comment ? known : new Comment(this.room, comment, context);
  }

  update(comments, contextOf = () => null) {
    const all = comments.map(comment => this.makeOne(comment, contextOf(comment)));

    this.known = new Map(all.map(one => [one.comment.id, one]));
    this.element.replaceChildren(...all.map(one => one.element));
    return all.length > 0 ? this.element : this.empty;
  }
}

// What a comment is on leads there.
function makeContext(comment, tasks, groups) {
  const task = tasks.find(one => one.id === comment.poc_task_id);
  const group = groups.find(one => one.id === comment.poc_task_group_id);

  if (task)
    return h('a', { class: 'subtitle', href: `#task-${task.id}` }, `On the task “${task.title}”`);
  return group && h('span', { class: 'subtitle' }, `On the tasks “${group.title}”`);
}

export function makeComments(room) {
  const list = new CommentList(room, makeEmpty('Nobody has said anything yet.'));
  const [part, load] = makePart(room, ['comments', 'tasks', 'groups'],
    (comments, tasks, groups) =>
      list.update(comments, comment => makeContext(comment, tasks, groups)));

  room.addEventListener('comments', load);
  return [makeComposer(room), part];
}
