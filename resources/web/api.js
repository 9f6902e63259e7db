// SPDX-License-Identifier: GPL-3.0-or-later

// The one place that talks to the server. The session is a cookie that scripts cannot see.

export const base = new URL('../..', import.meta.url);

const sentences = {
  401: 'Your session has ended. Please sign in again.',
  403: 'You may not do this.',
  404: 'This is not there any more. Reload the page to see what is.',
  429: 'Too many attempts. Please wait a moment and try again.',
};

class ApiError extends Error {
  constructor(status, type, message, field) {
    super(message);
    this.status = status;
    this.type = type;
    this.field = field;
  }

  // Nobody is to blame: later, the same may work.
  get mayPass() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

function waitingTime(response) {
  const seconds = Number(response.headers.get('Retry-After'));

  if (!(seconds > 0))
    return '';
  if (seconds < 90)
    return ` Try again in ${Math.ceil(seconds)} seconds.`;
  const when = new Date(Date.now() + seconds * 1000);
  return ` Try again at ${when.toLocaleTimeString(undefined, { timeStyle: 'short' })}.`;
}

function messageOf(response, body) {
  const first = Array.isArray(body?.detail) ? body.detail[0]?.msg : body?.detail;
  const sentence = typeof first === 'string' && first !== '' ? first : sentences[response.status]
    ?? 'The server could not answer. Please try again in a moment.';

  return sentence.replace(/^Value error, /, '')
    + (response.status === 429 ? waitingTime(response) : '');
}

function fieldOf(body) {
  const place = Array.isArray(body?.detail) ? body.detail[0]?.loc : null;

  return Array.isArray(place) ? place.at(-1) : undefined;
}

async function readJson(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

async function send(method, path, body, key) {
  const headers = { 'X-Requested-With': 'poc-manager', Accept: 'application/json' };

  if (body !== undefined)
    headers['Content-Type'] = 'application/json';
  if (key)
    headers['Idempotency-Key'] = key;
  try {
    return await fetch(new URL(path, base), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
  } catch {
    throw new ApiError(0, 'offline', navigator.onLine === false
      ? 'You are offline. Check your connection and try again.'
      : 'The server cannot be reached. Check your connection and try again.');
  }
}

// Resolves to the answer's body; throws an ApiError whose message can be shown. With the same
// `key`, whatever is sent again has its effect once.
export async function call(method, path, body, key) {
  const response = await send(method, path, body, key);
  const answer = await readJson(response);

  if (response.status === 401 && path !== 'web/session')
    throw new ApiError(401, 'signed-out', sentences[401]);
  if (!response.ok) {
    throw new ApiError(response.status, answer?.type ?? '', messageOf(response, answer),
      fieldOf(answer));
  }
  return answer;
}

export function makeKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));

  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

// Who is signed in, or null.
export async function whoIsSignedIn() {
  return (await call('GET', 'web/session')).profile;
}

// A browser that does not keep the cookie would be sent in circles.
export async function signIn(email, password) {
  await call('POST', 'web/session', { email, password });
  if (await whoIsSignedIn() === null) {
    throw new ApiError(403, 'cookies', location.protocol === 'https:'
      ? 'Your browser does not keep you signed in. Please allow cookies for this site.'
      : 'Your browser does not keep you signed in. Please use the address that begins with https.');
  }
}

export async function signOut() {
  await call('DELETE', 'web/session');
}
