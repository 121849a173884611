import { expect, it } from 'vitest';
import { credentialsOf } from './basic-auth.js';

const basic = (text: string, kind = 'Basic') => `${kind} ${Buffer.from(text).toString('base64')}`;

it.each([
  [basic('alice:secret'), { name: 'alice', password: 'secret' }],
  [basic('alice:se:cr:et', 'basic'), { name: 'alice', password: 'se:cr:et' }],
  [basic('jürgen:pässwörd', 'BASIC'), { name: 'jürgen', password: 'pässwörd' }],
  [basic(':'), { name: '', password: '' }],
  [basic('alice'), undefined],
  [undefined, undefined],
  ['', undefined],
  ['Basic', undefined],
  ['Basic !!!', undefined],
  [basic('alice:secret', 'Bearer'), undefined],
])('of %j the credentials are %j', (header, credentials) => {
  expect(credentialsOf(header)).toEqual(credentials);
});
