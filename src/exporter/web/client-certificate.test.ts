import { expect, it } from 'vitest';
import { alternativeNames } from './client-certificate.js';

it.each([
  { text: undefined, names: [] },
  { text: 'DNS:a.example, DNS:b.example', names: ['a.example', 'b.example'] },
  {
    text: 'IP Address:10.0.0.1, IP Address:2001:DB8:0:0:0:0:0:1, email:me@a.example, URI:spiffe://lab/x',
    names: ['10.0.0.1', '2001:db8::1', 'me@a.example', 'spiffe://lab/x'],
  },
  // One name that looks like two: CVE-2021-44532.
  { text: 'DNS:"a.example, DNS:admin.example", DNS:b', names: ['a.example, DNS:admin.example', 'b'] },
  { text: 'URI:"http://a/\\"quoted\\", DNS:admin"', names: ['http://a/"quoted", DNS:admin'] },
  // What is of another kind is no name, and hides none as one.
  { text: 'othername:"x, DNS:admin"', names: [] },
  { text: 'DirName:CN=x/DNS:admin, DNS:a', names: ['a'] },
  { text: 'othername:<unsupported>, DNS:a', names: ['a'] },
  { text: 'DNS:x" , DNS:admin', names: [] },
])('of $text the names are $names', ({ text, names }) => {
  expect(alternativeNames({ subjectAltName: text })).toEqual(names);
});
