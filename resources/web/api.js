// SPDX-License-Identifier: GPL-3.0-or-later

// The one place that talks to the server. The session is a cookie that scripts cannot see.

export const base = new URL('../..', import.meta.url);

export class ApiError extends Error {
  constructor(status, type, message) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

function messageOf(status, body) {
  if (typeof body?.detail === 'string')
    return body.detail;
  if (Array.isArray(body?.detail) && body.detail[0]?.msg)
    return body.detail[0].msg;
  if (status === 429)
    return 'Too many attempts. Please wait a moment and try again.';
  return 'The server could not answer. Please try again in a moment.';
}

async function readJson(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

// Resolves to the answer's body; throws an ApiError whose message can be shown.
export async function call(method, path, body) {
  const headers = { 'X-Requested-With': 'poc-manager', Accept: 'application/json' };
  let response;

  if (body !== undefined)
    headers['Content-Type'] = 'application/json';
  try {
    response = await fetch(new URL(path, base), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
  } catch {
    throw new ApiError(0, 'offline',
      'The server cannot be reached. Check your connection and try again.');
  }
  const answer = await readJson(response);
  if (!response.ok)
    throw new ApiError(response.status, answer?.type ?? '', messageOf(response.status, answer));
  return answer;
}

// Who is signed in, or null.
export async function whoIsSignedIn() {
  return (await call('GET', 'web/session')).profile;
}
