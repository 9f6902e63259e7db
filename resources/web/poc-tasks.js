// SPDX-License-Identifier: GPL-3.0-or-later

import { call, makeKey } from './api.js';
import { button, h, icon, tag, toast } from './dom.js';
import { Entry, makeForm } from './forms.js';
import { CommentList, checkLength, makeComposer } from './poc-comments.js';
import { makeResource } from './poc-resources.js';
import { makeEmpty, makeFailed, makePart } from './room.js';
import { formatDate, formatMoment, isDone, isOpen, isPast, taskStatus } from './words.js';

// What a customer can make of a task, and how that is said.
const turns = {
  complete: { status: 'completed', label: 'Mark as Complete', done: 'Marked as complete.',
    question: 'Mark this task as complete? Everybody in this POC sees that it was you.' },
  incomplete: { status: 'in_progress', label: 'Mark as Incomplete', done: 'Marked as incomplete.',
    question: 'Mark this task as incomplete? It goes back to “In Progress”.' },
};

// What belongs to a task or a group. Most have none: then nothing is shown.
function makeOwnResources(path) {
  const box = h('div', { class: 'own' });

  async function load() {
    try {
      const resources = await call('GET', path);

      box.replaceChildren(...(resources.length === 0 ? []
        : [h('h4', null, 'Resources'),
          h('ul', { class: 'boxed-list' }, resources.map(makeResource))]));
    } catch (error) {
      box.replaceChildren(makeFailed(error, load));
    }
  }
  load();
  return box;
}

function turnOf(task) {
  if (isOpen(task))
    return turns.complete;
  return task.status === 'completed' ? turns.incomplete : null;
}

class TaskRow {
  constructor(room, task) {
    this.room = room;
    this.task = task;
    this.comments = new CommentList(room, h('p', { class: 'dim' }, 'No comments yet.'));
    this.head = h('div', { class: 'task-head' });
    this.panel = h('div', { class: 'task-panel' });
    this.body = h('div', { class: 'task-body', id: `task-body-${task.id}`, hidden: true });
    this.element = h('li', { class: 'task', id: `task-${task.id}` }, this.head, this.panel,
      this.body);
    room.addEventListener('comments', () => this.updateComments());
    this.updateHead();
    this.updateComments();
  }

  // --- The line that is always there ---

  makeExpander() {
    const { task } = this;
    const due = task.due_date && !isDone(task) && `Due ${formatDate(task.due_date)}`;
    const assignees = (task.assignees ?? []).map(one => one.participant_name).join(', ');
    const mark = this.nComments === 1 ? '1 comment' : this.nComments && `${this.nComments} comments`;

    return h('button', { type: 'button', class: 'expander', 'aria-expanded': String(!this.body.hidden),
      'aria-controls': this.body.id, click: () => this.expand(this.body.hidden) },
    icon('next'), h('span', { class: 'grow' }, h('span', { class: 'title' }, task.title),
      h('span', { class: 'subtitle' },
        [this.describeCompletion(), due, assignees && `For ${assignees}`, mark]
          .filter(Boolean).join(' · '))));
  }

  describeCompletion() {
    const { completed_by: by, completed_at: at, status } = this.task;
    const person = this.people?.find(one => one.user_id === by);

    if (status !== 'completed' || !at)
      return '';
    return person ? `Completed by ${person.full_name}, ${formatMoment(at)}`
      : `Completed ${formatMoment(at)}`;
  }

  makeTurnButton() {
    const turn = turnOf(this.task);

    if (!turn || this.panel.hasChildNodes() || this.room.poc.status === 'archived')
      return null;
    this.turnButton = button(turn.label, () => this.ask(turn), 'small');
    this.turnButton.setAttribute('aria-label', `${turn.label}: ${this.task.title}`);
    return this.turnButton;
  }

  updateHead() {
    const [word, kind, picture] = taskStatus(this.task.status);
    const isLate = isOpen(this.task) && isPast(this.task.due_date);

    this.head.replaceChildren(this.makeExpander(), h('div', { class: 'task-side' },
      isLate && tag('Overdue', 'warning', 'clock'), tag(word, kind, picture),
      this.makeTurnButton()));
  }

  // --- Complete and incomplete ---

  ask(turn) {
    const comment = new Entry('Comment (optional)', { name: 'content', lines: '2' }, checkLength);
    const key = makeKey();
    const form = makeForm([comment], turn.label, () => this.turn(turn, comment.value.trim(), key),
      { cancel: () => this.settle(), kind: 'small' });

    this.panel.replaceChildren(h('p', { class: 'question' }, turn.question), form);
    this.updateHead();
    form.querySelector('[type=submit]').focus();
  }

  settle() {
    this.panel.replaceChildren();
    this.updateHead();
    this.turnButton?.focus();
  }

  // Shown at once, and taken back if it fails.
  async turn(turn, comment, key) {
    const before = this.task;
    const path = `tasks/pocs/${this.room.poc.id}/tasks/${before.id}`;

    this.task = { ...before, status: turn.status, completed_at: null };
    this.updateHead();
    this.head.setAttribute('aria-busy', 'true');
    try {
      this.task = await call('PUT', path, { status: turn.status });
    } catch (error) {
      this.task = before;
      throw error;
    } finally {
      this.head.removeAttribute('aria-busy');
      this.updateHead();
    }
    await this.room.replace('tasks', this.task);
    this.settle();
    toast(turn.done);
    if (comment)
      await this.say(comment, key);
  }

  // The task is done all the same: the comment stays in a form of its own if it fails.
  async say(content, key) {
    try {
      const said = await call('POST', `pocs/${this.room.poc.id}/comments`,
        { subject: '', content, is_internal: false, poc_task_id: this.task.id }, key);

      this.room.set('comments', [said, ...await this.room.get('comments')]);
    } catch {
      await this.expand(true);
      const entry = this.body.querySelector('textarea');
      entry.value = content;
      this.panel.replaceChildren(h('p', { class: 'problem', role: 'alert' }, icon('problem'),
        h('span', null, 'Your comment could not be posted. It is kept below: please try again.')));
    }
  }

  // --- What is inside ---

  async expand(isOpened) {
    this.body.hidden = !isOpened;
    this.head.querySelector('.expander').setAttribute('aria-expanded', String(isOpened));
    if (isOpened && !this.body.hasChildNodes())
      this.fillBody();
  }

  fillBody() {
    this.said = h('div');
    this.body.append(
      this.task.description ? h('p', { class: 'lines' }, this.task.description) : '',
      makeOwnResources(`pocs/${this.room.poc.id}/tasks/${this.task.id}/resources`),
      h('h4', null, 'Comments'), this.said, makeComposer(this.room, this.task));
    this.updateComments();
  }

  async updateComments() {
    const comments = await this.room.get('comments').catch(() => []);
    const own = comments.filter(one => one.poc_task_id === this.task.id);

    this.people ??= await this.room.get('people').catch(() => undefined);
    if (own.length !== this.nComments || this.task.completed_at) {
      const hadFocus = this.head.querySelector('.expander') === document.activeElement;

      this.nComments = own.length;
      this.updateHead();
      if (hadFocus)
        this.head.querySelector('.expander').focus();
    }
    this.said?.replaceChildren(this.comments.update(own));
  }
}

// Tasks in the order of their groups; those of none come last.
function sortIntoGroups(tasks, groups) {
  const known = new Set(groups.map(group => group.id));
  const own = tasks.filter(task => !known.has(task.poc_task_group_id));

  return [...groups.map(group => ({ ...group,
    tasks: tasks.filter(task => task.poc_task_group_id === group.id) })),
  { tasks: own, title: groups.length > 0 ? 'More Tasks' : 'All Tasks' }]
    .filter(group => group.tasks.length > 0);
}

function makeGroup(room, group) {
  const rows = group.tasks.map(task => new TaskRow(room, task));
  const count = h('span', { class: 'dim' });

  async function update() {
    const tasks = await room.get('tasks');
    const ids = new Set(group.tasks.map(task => task.id));
    const done = tasks.filter(task => ids.has(task.id) && isDone(task)).length;

    count.textContent = `${done} of ${ids.size} done`;
  }
  room.addEventListener('tasks', update);
  update();
  return [h('section', null,
    h('div', { class: 'section-head' }, h('h3', null, group.title), count),
    group.description && h('p', { class: 'dim lines' }, group.description),
    h('ul', { class: 'boxed-list' }, rows.map(row => row.element)),
    group.id && makeOwnResources(`pocs/${room.poc.id}/task-groups/${group.id}/resources`)), rows];
}

export function makeTasks(room) {
  const rows = new Map();

  // A link to a task opens it.
  function goToTask() {
    const row = rows.get(location.hash.match(/^#task-(\d+)$/)?.[1]);

    row?.expand(true);
    row?.element.scrollIntoView({ block: 'center' });
    row?.element.querySelector('.expander').focus({ preventScroll: true });
  }

  const [part] = makePart(room, ['tasks', 'groups'], (tasks, groups) => {
    const made = sortIntoGroups(tasks, groups).map(group => makeGroup(room, group));

    made.flatMap(([, some]) => some).forEach(row => rows.set(String(row.task.id), row));
    queueMicrotask(goToTask);
    return made.length === 0 ? makeEmpty('No tasks yet.') : made.map(([section]) => section);
  });

  room.addEventListener('turned', goToTask);
  return part;
}
